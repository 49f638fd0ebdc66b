package io.querytap.agent.telemetry;

import io.querytap.agent.Holders;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.stats.TransactionStats;
import java.lang.reflect.Constructor;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a small application was seen doing: something for every metric. */
final class Observed {
    static final DatabaseIdentity SHOP =
            new DatabaseIdentity("postgresql", Dialect.OTHER, "shop|public", "db.test", 5433);
    static final DatabaseIdentity LOCAL = new DatabaseIdentity("h2database", Dialect.OTHER, "mem", null, -1);

    static final HolderNames.Name EXPORT = Holders.holder("GET /export", "shop.Export.run(Export.java:12)");

    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;

    final Instant startedAt = Instant.now().minusSeconds(60);
    final PatternRegistry patterns = new PatternRegistry(100);
    final PoolRegistry pools = new PoolRegistry();
    final StripeHint hint = new StripeHint();
    final PatternStats select = patterns.of(SHOP).find("select name from customer where id = ?");
    final PatternStats insert = patterns.of(SHOP).find("insert into customer values (?, ?)");
    final PatternStats local = patterns.of(LOCAL).find("select 1");
    final TransactionStats transactions = patterns.of(SHOP).transactions();
    final PoolStats pool = Objects.requireNonNull(
            pools.register("hikari", "shop-pool", () -> new PoolGauges.Reading(10, 2, 10, 3, 4, 5)));
    final PoolStats silentPool =
            Objects.requireNonNull(pools.register("hikari", "silent", () -> PoolGauges.Reading.NOTHING));

    final List<Finding> findings = new ArrayList<>();

    /** Records a little of everything. */
    Observed work() {
        for (int i = 1; i <= 100; i++) {
            select.recordSuccess(hint, i * 300 * MICRO);
            select.recordResult(hint, i, i * 10 * MICRO);
        }
        select.recordFailure(hint, 7 * MILLI, "57014", -1);
        select.recordFailure(hint, 8 * MILLI, "java.net.SocketTimeoutException", -1);
        insert.recordBatchSuccess(hint, 20 * MILLI, 50);
        local.recordSuccess(hint, 40 * MICRO);
        transactions.recordCommitted(hint, 35 * MILLI);
        transactions.recordCommitCall(hint, 2 * MILLI);
        transactions.recordRolledBack(hint, 12 * MILLI);
        transactions.recordRollbackCall(hint, MILLI);
        pool.created(hint, /* startNanos= */ 0, 60 * MILLI, /* failure= */ null);
        pool.recordWait(hint, 90 * MICRO);
        pool.recordWait(hint, 30 * MILLI);
        pool.recordUse(hint, 45 * MILLI);
        pool.recordTimeout(hint, /* askedNanos= */ 0, 30_000 * MILLI);
        pool.recordFailure(/* askedNanos= */ 0, 2 * MILLI);
        pool.created(hint, /* startNanos= */ 0, MILLI, new SQLException("refused"));
        pool.blame().add(EXPORT, HolderState.IDLE_IN_TRANSACTION, 30_020 * MILLI);
        pool.blame().add(PoolBlame.Account.CREATING, 12 * MILLI);
        findings.add(finding(Finding.Kind.N_PLUS_ONE)
                .confidence(Finding.Confidence.PROBABLE)
                .severity(Finding.Severity.WARNING)
                .occurrences(7)
                .impactNanos(250 * MILLI)
                .build());
        return this;
    }

    static Finding.Builder finding(Finding.Kind kind) {
        return Finding.of(kind, SHOP, "00000000000000ab", "SELECT item");
    }

    Snapshot snapshot() {
        return new Snapshot(
                startedAt,
                Instant.now(),
                patterns.patternSnapshots(),
                pools.snapshots(),
                patterns.transactionSnapshots(),
                findings,
                /* omittedFindings= */ 0,
                /* selfErrors= */ 3);
    }

    /** Statistics of a pattern with a summary of our choice, whatever the analyzer would say. */
    static PatternStats patternOf(String text, @Nullable String summary) {
        try {
            Constructor<PatternStats> constructor =
                    PatternStats.class.getDeclaredConstructor(SqlPattern.class, DatabaseIdentity.class);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    new SqlPattern(
                            text.hashCode(),
                            text,
                            SqlFacts.builder().summary(summary).build()),
                    SHOP);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
