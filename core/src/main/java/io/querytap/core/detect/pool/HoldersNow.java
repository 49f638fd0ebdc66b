package io.querytap.core.detect.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Words;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.PatternStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at the threads that have had connections of a pool for the longest, when others wait for long. Each look stops a thread for some
 * microseconds, so there are few. For one thread; times are {@link System#nanoTime()}.
 */
final class HoldersNow {
    /** Holders looked at. */
    private static final int MAX_HOLDERS = 3;

    /** Time between two looks. */
    private static final long GAP_NANOS = 10_000_000_000L;

    private final PoolStats pool;
    private long lookedNanos;
    private boolean hasLooked;
    private String seen = "";

    HoldersNow(PoolStats pool) {
        this.pool = pool;
    }

    /** Others wait for long: looks, unless it has lately. */
    void look(long nowNanos) {
        if (hasLooked && nowNanos - lookedNanos < GAP_NANOS) {
            return;
        }
        hasLooked = true;
        lookedNanos = nowNanos;
        List<Map.Entry<Long, Lease>> holders = new ArrayList<>();
        for (Lease lease : pool.entries()) {
            if (lease.isOut()) {
                holders.add(Map.entry(
                        nowNanos - lease.grantedNanos(), lease)); // the lease may change while they are sorted
            }
        }
        holders.sort(Map.Entry.<Long, Lease>comparingByKey().reversed());
        List<String> texts = new ArrayList<>();
        for (Map.Entry<Long, Lease> holder : holders.subList(0, Math.min(MAX_HOLDERS, holders.size()))) {
            String text = text(holder.getValue(), nowNanos);
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        if (!texts.isEmpty()) {
            seen = String.join("\n", texts);
        }
    }

    /** One line for each holder, as of the last look at which there were any; empty if there was none. */
    String seen() {
        return seen;
    }

    /** What one of them does; empty if it has gone on while it was looked at. */
    private static String text(Lease lease, long nowNanos) {
        long serial = lease.serial();
        Thread holder = lease.holder();
        LeaseWork work = lease.work();
        if (holder == null || work == null) {
            return "";
        }
        ThreadLook look = ThreadLook.at(holder);
        CallSite acquired = work.acquiredAt();
        PatternStats last = work.lastPattern();
        boolean runs = work.callStartNanos() != 0;
        String name = holder.getName();
        StringBuilder text = new StringBuilder(name.isEmpty() ? "a virtual thread" : name);
        long heldNanos = Math.max(0, nowNanos - lease.grantedNanos()); // it may be younger than the look
        text.append(": has a connection for ").append(Words.time(heldNanos));
        String unit = work.unitName();
        if (unit != null) {
            text.append(", ").append(unit);
        }
        if (acquired != null && acquired.site() != null) {
            text.append(", borrowed at ").append(acquired.site());
        }
        if (last != null) {
            text.append(runs ? ", before the present call ran " : ", ran ").append(Words.name(last.pattern()));
        }
        text.append(
                runs ? ", is in a call of the driver" : work.inTransaction() ? ", idle in a transaction" : ", idle");
        if (!look.doing().isEmpty()) {
            text.append("; ").append(look.doing());
        }
        if (look.site().site() != null) {
            text.append(" at ").append(String.join(" < ", look.site().stack()));
        }
        return lease.serial() == serial && (serial & 1) != 0 ? text.toString() : "";
    }
}
