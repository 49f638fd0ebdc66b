package io.querytap.core.detect.watch;

import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Finding;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.TraceContext;
import io.querytap.core.work.UnitKind;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is remembered of a transaction from one look to the next. For one thread. */
final class OpenTransaction {
    /** Tables named of those that it wrote. */
    private static final int MAX_TABLES = 8;

    private final ConnectionWork connection;
    private TransactionView view;
    private long lookedNanos;
    private boolean agreed;
    private @Nullable UnitKind unitKind;
    private @Nullable String unitName;
    private @Nullable TraceContext trace;
    private @Nullable PatternStats last;
    private final Set<String> tablesWritten = new LinkedHashSet<>();

    /** Number of the look that saw it last. */
    long look;

    /** The long transaction that was told of it; null while none is. */
    @Nullable
    Told toldLong;

    /** Age at which it is told again. */
    long tellAgainNanos;

    /** The idleness that was told of it and has not ended. */
    @Nullable
    Told toldIdle;

    /** Idle time at which it is told again. */
    long tellIdleAgainNanos;

    /** Since when it is idle, of the idleness that was told. */
    long idleSinceNanos;

    /** Of its present idleness, the time in which the whole JVM may have stood still. */
    long standstillNanos;

    OpenTransaction(ConnectionWork connection, TransactionView first, long nowNanos) {
        this.connection = connection;
        this.view = first;
        note(first, nowNanos);
    }

    /** Another look at the same transaction. */
    void sawAgain(TransactionView now, long nowNanos) {
        agreed = true;
        view = now;
        note(now, nowNanos);
    }

    private void note(TransactionView now, long nowNanos) {
        lookedNanos = nowNanos;
        if (now.last() != null) {
            last = now.last();
        }
        PatternStats write = now.lastWrite();
        if (write != null && tablesWritten.size() < MAX_TABLES) {
            tablesWritten.addAll(write.pattern().tablesWritten());
        }
        unitKind = connection.unitKind();
        unitName = connection.unitName();
        trace = connection.trace();
    }

    ConnectionWork connection() {
        return connection;
    }

    TransactionView view() {
        return view;
    }

    /** Whether two looks saw it. */
    boolean isCertain() {
        return agreed;
    }

    /** When it was seen open the last time. */
    long lookedNanos() {
        return lookedNanos;
    }

    /** The last statement of it that has ended; null where none has. */
    @Nullable
    PatternStats last() {
        return last;
    }

    Set<String> tablesWritten() {
        return tablesWritten;
    }

    /** Name of the unit that holds it; empty where there is none. */
    String unitName() {
        String name = unitName;
        return name == null ? "" : name;
    }

    /** Whether the unit's name tells what the application was doing. */
    boolean isNamed() {
        return unitName != null && unitKind != UnitKind.LEASE && unitKind != UnitKind.BURST;
    }

    Finding.@Nullable Unit unit() {
        UnitKind kind = unitKind;
        String name = unitName;
        return kind == null || name == null ? null : new Finding.Unit(kind.id(), name);
    }

    @Nullable
    TraceContext trace() {
        return trace;
    }

    /** What the holder does now; null where that cannot be told, or the transaction has gone on meanwhile. */
    @Nullable
    ThreadLook lookAtHolder() {
        Thread holder = connection.holder();
        if (holder == null || !holder.isAlive()) {
            return null;
        }
        ThreadLook look = ThreadLook.at(holder);
        return isUnchanged() ? look : null;
    }

    /** Whether the transaction is still where the last look saw it. */
    boolean isUnchanged() {
        TransactionView now = TransactionView.of(connection);
        return now != null
                && now.isOfSame(view)
                && now.lastEndNanos() == view.lastEndNanos()
                && now.callStartNanos() == view.callStartNanos();
    }
}
