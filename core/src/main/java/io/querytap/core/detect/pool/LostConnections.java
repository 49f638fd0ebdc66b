package io.querytap.core.detect.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.Words;
import io.querytap.core.detect.pool.OpenLease.Reason;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.TraceContext;
import io.querytap.core.work.UnitKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one pool that were borrowed at one place and are lost, and the finding of it.
 *
 * <p>Evidence: {@code pool}, {@code poolMax}, {@code leaking} (out at this moment), {@code closed} (lost until the pool closed them),
 * {@code returnedLate} (told of, and given back or used again after all), {@code reason} (the surest one), {@code oldestSeconds},
 * {@code silentSeconds} (the longest), {@code inTransaction}, {@code thread} and {@code holder}, {@code holderSite}: who borrowed the first one and
 * what that thread does meanwhile. Occurrences are {@code leaking} and {@code closed}; the pattern is the last statement of the first.
 */
final class LostConnections {
    private static final String NO_STATEMENT = "(lost connection)";

    private final PoolStats pool;
    private final String cause;
    private final DatabaseIdentity database;
    private final @Nullable PatternStats pattern;
    private final Set<OpenLease> leaking = Collections.newSetFromMap(new IdentityHashMap<>()); // as many as connections
    private @Nullable String site;
    private List<String> stack = List.of();
    private Finding.@Nullable Unit unit;
    private @Nullable TraceContext trace;
    private long closed;
    private long returnedLate;
    private long oldestGoneNanos;
    private long silentGoneNanos;
    private @Nullable Reason reasonOfGone;
    private boolean inTransaction;
    private String threadName = "";
    private String holderDoes = "";
    private @Nullable String holderSite;

    private LostConnections(OpenLease first, String cause) {
        this.pool = first.lease().pool();
        this.cause = cause;
        this.database = first.work().database();
        this.pattern = first.work().lastPattern();
    }

    /** Where that lease was borrowed; null if it is not known. */
    static @Nullable String siteOf(OpenLease open) {
        CallSite known = open.work().acquiredAt();
        return known == null || known.site() == null ? nameOf(open).site() : known.site();
    }

    private static HolderNames.Name nameOf(OpenLease open) {
        HolderNames names = open.lease().pool().leases().holders();
        return names.of(names.idOf(open.work()));
    }

    private static String unitNameOf(OpenLease open) {
        String name = open.work().unitName();
        return name == null ? "" : name;
    }

    /** One more is lost. */
    void isLost(OpenLease open, @Nullable Thread thread, @Nullable ThreadLook look) {
        leaking.add(open);
        UnitKind kind = open.work().unitKind();
        if (kind != null) {
            unit = new Finding.Unit(kind.id(), unitNameOf(open));
        }
        trace = open.work().trace();
        inTransaction |= open.work().inTransaction();
        if (threadName.isEmpty() && thread != null) {
            threadName = thread.getName();
        }
        if (look != null) {
            holderDoes = look.doing();
            holderSite = look.site().site();
        }
    }

    /** Whether what the borrower's thread does is known. */
    boolean hasHolder() {
        return !holderDoes.isEmpty();
    }

    /** Where and how one of them is lost, as far as that is known by now. */
    void saw(OpenLease open, Reason why, long silentNanos) {
        open.toldReason = why;
        open.toldSilentNanos = silentNanos;
        if (site == null) {
            CallSite known = open.work().acquiredAt();
            // also tells the place to leases of the same unit that were not looked at
            HolderNames.Name name = nameOf(open);
            if (known != null && known.site() != null) {
                site = known.site();
                stack = known.stack();
            } else {
                site = name.site();
                stack = name.stack();
            }
        }
    }

    /** It was given back after all, or somebody uses it. */
    void isBack(OpenLease open) {
        leaking.remove(open);
        returnedLate++;
    }

    /** The pool has closed it, or it was closed with the pool. */
    void isGone(OpenLease open, long nowNanos) {
        leaking.remove(open);
        closed++;
        oldestGoneNanos = Math.max(oldestGoneNanos, open.ageNanos(nowNanos));
        silentGoneNanos = Math.max(silentGoneNanos, open.toldSilentNanos);
        reasonOfGone = surer(reasonOfGone, open.toldReason);
    }

    /** Connections lost; 0 if all have come back. */
    long occurrences() {
        return leaking.size() + closed;
    }

    Finding finding(long nowNanos, Instant now) {
        long oldest = oldestGoneNanos;
        long silent = silentGoneNanos;
        Reason reason = reasonOfGone;
        for (OpenLease open : leaking) {
            oldest = Math.max(oldest, open.ageNanos(nowNanos));
            silent = Math.max(silent, open.toldSilentNanos);
            reason = surer(reason, open.toldReason);
        }
        reason = reason == null ? Reason.UNUSED : reason;
        boolean sure = reason != Reason.UNUSED;
        int max = pool.read().max();
        Finding.Builder finding = Finding.of(
                        Kind.CONNECTION_LEAK,
                        database,
                        pattern == null ? "" : pattern.pattern().hexId(),
                        pattern == null ? NO_STATEMENT : Words.name(pattern.pattern()))
                .cause(cause)
                .confidence(sure ? Confidence.CONFIRMED : Confidence.PROBABLE)
                .severity(sure ? Severity.HIGH : Severity.WARNING)
                .unit(unit)
                .trace(trace)
                .callSite(site, stack)
                .occurrences(occurrences())
                .seen(now, now)
                .evidence("pool", pool.uniqueName());
        if (max > 0) {
            finding.evidence("poolMax", max);
        }
        finding.evidence("leaking", leaking.size())
                .evidence("closed", closed)
                .evidence("returnedLate", returnedLate)
                .evidence("reason", reason.id())
                .evidence("oldestSeconds", Words.seconds(oldest))
                .evidence("silentSeconds", Words.seconds(silent))
                .evidence("inTransaction", inTransaction);
        if (!threadName.isEmpty()) {
            finding.evidence("thread", threadName);
        }
        if (hasHolder()) {
            finding.evidence("holder", holderDoes);
        }
        if (holderSite != null) {
            finding.evidence("holderSite", holderSite);
        }
        return finding.what(what(oldest, silent, reason, max))
                .advice(advice(sure))
                .build();
    }

    private static @Nullable Reason surer(@Nullable Reason one, @Nullable Reason other) {
        return one == null || other != null && other.compareTo(one) > 0 ? other : one;
    }

    private String what(long oldestNanos, long silentNanos, Reason reason, int max) {
        boolean sure = reason != Reason.UNUSED;
        long count = occurrences();
        StringBuilder text = new StringBuilder(256);
        text.append(Words.count(count, "connection", "connections"))
                .append(max > 0 && leaking.size() == count ? " of the " + max : "")
                .append(" of ")
                .append(pool.uniqueName())
                .append(sure ? "" : " may be lost:")
                .append(count == 1 ? " was" : " were")
                .append(" borrowed")
                .append(who())
                .append(" and not given back, for ")
                .append(count == 1 ? "" : "up to ")
                .append(Words.time(oldestNanos))
                .append(", the last ")
                .append(Words.time(silentNanos))
                .append(" without a call");
        text.append(because(reason, count == 1 ? "it" : "them"));
        if (hasHolder() && reason != Reason.THREAD_ENDED) {
            text.append(" Thread ").append(threadName).append(' ').append(holderDoes);
            text.append(holderSite == null ? "." : " at " + holderSite + '.');
        }
        if (closed > 0) {
            text.append(' ')
                    .append(Words.count(closed, "of them was", "of them were"))
                    .append(" closed at last.");
        }
        if (returnedLate > 0) {
            text.append(' ')
                    .append(Words.count(returnedLate, "other", "others"))
                    .append(" came back or went on to be used, late.");
        }
        return text.toString();
    }

    private String who() {
        Finding.Unit of = unit;
        boolean isNamed = of != null
                && !of.kind().equals(UnitKind.LEASE.id())
                && !of.kind().equals(UnitKind.BURST.id());
        return of != null && isNamed ? " by " + of.name() : "";
    }

    private static String because(Reason reason, String them) {
        switch (reason) {
            case FORGOTTEN:
                return "; the application has nothing left by which it could give " + them + " back.";
            case UNIT_ENDED:
                return "; the unit of work that borrowed " + them + " has ended.";
            case THREAD_ENDED:
                return "; the thread that borrowed " + them + " has ended.";
            default:
                return ", longer than ten times what is usual there.";
        }
    }

    private static String advice(boolean sure) {
        return (sure ? "" : "If it is not meant to be kept: ")
                + "Close each connection where it is borrowed, whatever happens in between: try (Connection c ="
                + " dataSource.getConnection()) { … }. The pool has no way to know that it is free; when all are lost, every borrower"
                + " waits until it fails.";
    }

    /** The lost connections of all pools, by place; where the place is not known, by unit of work. For one thread. */
    static final class All {
        /** As many as findings are kept. */
        private static final int MAX_CAUSES = 500;

        private final List<LostConnections> causes = new ArrayList<>();
        private final List<String> units = new ArrayList<>();

        /** Null past the bound. */
        @Nullable
        LostConnections of(OpenLease open) {
            String site = siteOf(open);
            String unitName = unitNameOf(open);
            LostConnections ofUnit = null;
            for (int i = 0; i < causes.size(); i++) {
                LostConnections known = causes.get(i);
                if (known.pool != open.lease().pool()) {
                    continue;
                }
                if (site != null && site.equals(known.site)) {
                    return known;
                }
                if (units.get(i).equals(unitName) && (site == null || known.site == null)) {
                    ofUnit = known; // most likely the same place: it was not looked at each time
                }
            }
            if (ofUnit != null || causes.size() >= MAX_CAUSES) {
                return ofUnit;
            }
            String name = open.lease().pool().uniqueName() + '\n' + (site == null ? unitName : site);
            LostConnections made = new LostConnections(open, name);
            causes.add(made);
            units.add(unitName);
            return made;
        }
    }
}
