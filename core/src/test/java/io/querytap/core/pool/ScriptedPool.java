package io.querytap.core.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Statements;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool whose borrowers do what they are told, by a clock in milliseconds; recorded through the same calls as the probes make. */
public final class ScriptedPool {
    private static final long MILLI = 1_000_000L;

    /** Near the end of the clock's range, so that reckoning with absolute times would be found out. */
    private static final long START = Long.MAX_VALUE - 20_000 * MILLI;

    public final PoolRegistry registry = new PoolRegistry();
    public final PoolStats stats;
    public final int max;
    public int pending = PoolGauges.UNKNOWN;
    private final List<Connection> connections = new ArrayList<>();
    private final StripeHint hint = new StripeHint();

    public ScriptedPool(String name, int max) {
        this.max = max;
        registry.explainWaits();
        PoolStats made = registry.register("scripted", name, this::read);
        if (made == null) {
            throw new IllegalStateException("no room for a pool");
        }
        stats = made;
    }

    private PoolGauges.Reading read() {
        int used = (int) connections.stream().filter(it -> it.lease.isOut()).count();
        return new PoolGauges.Reading(max, 0, max, used, connections.size() - used, pending);
    }

    /** That many milliseconds after the start, on the clock. */
    public static long at(double millis) {
        return START + (long) (millis * MILLI);
    }

    public Connection connection() {
        Connection connection = new Connection(true);
        connections.add(connection);
        return connection;
    }

    /** One of a driver that is not measured. */
    public Connection unmeasured() {
        Connection connection = new Connection(false);
        connections.add(connection);
        return connection;
    }

    public void timesOut(double askedMillis, double endMillis) {
        stats.recordTimeout(hint, at(askedMillis), at(endMillis));
    }

    public void fails(double askedMillis, double endMillis) {
        stats.recordFailure(at(askedMillis), at(endMillis));
    }

    public void creates(double fromMillis, double toMillis, @Nullable Throwable failure) {
        stats.creates(at(fromMillis));
        stats.created(hint, at(fromMillis), at(toMillis), failure);
    }

    /** Attempts that find a connection at once. */
    public void quick(int attempts, double millis) {
        Connection connection = connection();
        for (int i = 0; i < attempts; i++) {
            connection.lend("quick", null, millis, millis).giveBack(millis);
        }
    }

    /** A physical connection and whoever has it. */
    public final class Connection implements Leasable, LeaseWork {
        public final Lease lease;
        private final boolean isMeasured;
        private final UseTimeline timeline = new UseTimeline(at(0));
        private @Nullable String unit;
        private @Nullable CallSite site;
        private long callStart;
        private long lastEnd;
        private boolean inTransaction;
        private long checkNanos;

        private Connection(boolean isMeasured) {
            this.isMeasured = isMeasured;
            this.lease = stats.lease(isMeasured ? this : null);
        }

        public Connection lend(String toUnit, @Nullable CallSite at, double askedMillis, double grantedMillis) {
            unit = toUnit;
            site = at;
            lastEnd = at(grantedMillis);
            lease.begin(at(askedMillis), at(grantedMillis), /* given= */ null);
            return this;
        }

        /** The pool checks it before each hand-out for so long. */
        public Connection checked(double millis) {
            checkNanos = (long) (millis * MILLI);
            return this;
        }

        public Connection transaction() {
            inTransaction = true;
            return this;
        }

        /** Executes something. */
        public Connection runs(double fromMillis, double toMillis) {
            begins(fromMillis);
            timeline.callEnds(callStart, at(toMillis), inTransaction);
            callStart = 0;
            lastEnd = at(toMillis);
            return this;
        }

        /** Begins to execute something. */
        public Connection begins(double millis) {
            callStart = at(millis);
            timeline.callBegins(callStart);
            return this;
        }

        public Connection giveBack(double millis) {
            lease.closing(at(millis));
            inTransaction = false;
            callStart = 0;
            lease.end(at(millis));
            return this;
        }

        @Override
        public DatabaseIdentity database() {
            return Statements.SHOP;
        }

        @Override
        public @Nullable LeaseWork work() {
            return isMeasured ? this : null;
        }

        @Override
        public void belongsTo(Lease entry) {
            // never closed
        }

        @Override
        public void leased(PoolStats pool, long nowNanos, long waitNanos) {
            timeline.leaseBegins(nowNanos);
        }

        @Override
        public void returning(long nowNanos) {
            // nothing is left open
        }

        @Override
        public void returned(long nowNanos) {
            // nothing to tidy up
        }

        @Override
        public UseTimeline timeline() {
            return timeline;
        }

        @Override
        public @Nullable CallSite acquiredAt() {
            return site;
        }

        @Override
        public @Nullable String unitName() {
            return unit;
        }

        @Override
        public boolean isUnitOver() {
            return false;
        }

        @Override
        public boolean isOfPresentUnit() {
            return false;
        }

        @Override
        public long callStartNanos() {
            return callStart;
        }

        @Override
        public long lastEndNanos() {
            return lastEnd;
        }

        @Override
        public @Nullable PatternStats lastPattern() {
            return null;
        }

        @Override
        public boolean inTransaction() {
            return inTransaction;
        }

        @Override
        public long checkNanos(long sinceNanos) {
            return checkNanos;
        }
    }
}
