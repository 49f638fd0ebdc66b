package io.querytap.core.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A physical connection of which tests say what it does. */
final class StubConnection implements Leasable, LeaseWork {
    private static final DatabaseIdentity DATABASE = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);

    final UseTimeline timeline = new UseTimeline(0);

    @Nullable
    String unitName;

    @Nullable
    CallSite acquiredAt;

    boolean ofPresentUnit;
    boolean untouched;
    long checkNanos;
    int timesLeased;
    boolean mayReturnLater;
    boolean returnsLater;
    final List<Long> returnings = new ArrayList<>();

    @Override
    public DatabaseIdentity database() {
        return DATABASE;
    }

    @Override
    public LeaseWork work() {
        return this;
    }

    @Override
    public void belongsTo(Lease entry) {}

    @Override
    public void leased(PoolStats pool, long nowNanos, long waitNanos) {
        timesLeased++;
        timeline.leaseBegins(nowNanos);
    }

    @Override
    public boolean returnsLater() {
        returnsLater = mayReturnLater;
        return mayReturnLater;
    }

    @Override
    public boolean isReturningLater() {
        return returnsLater;
    }

    @Override
    public void returning(long nowNanos) {
        returnsLater = false;
        returnings.add(nowNanos);
    }

    @Override
    public boolean isUntouched() {
        return untouched;
    }

    @Override
    public void returned(long nowNanos) {}

    @Override
    public UseTimeline timeline() {
        return timeline;
    }

    @Override
    public @Nullable CallSite acquiredAt() {
        return acquiredAt;
    }

    @Override
    public @Nullable String unitName() {
        return unitName;
    }

    @Override
    public boolean isUnitOver() {
        return false;
    }

    @Override
    public boolean isOfPresentUnit() {
        return ofPresentUnit;
    }

    @Override
    public long callStartNanos() {
        return 0;
    }

    @Override
    public long lastEndNanos() {
        return 0;
    }

    @Override
    public @Nullable PatternStats lastPattern() {
        return null;
    }

    @Override
    public boolean inTransaction() {
        return false;
    }

    @Override
    public long checkNanos(long sinceNanos) {
        return checkNanos;
    }
}
