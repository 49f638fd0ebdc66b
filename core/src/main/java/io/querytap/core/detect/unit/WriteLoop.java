package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import io.querytap.core.work.UnitKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that are written one by one: a statement that runs again and again in one unit instead of as a batch, or in batches that
 * the driver could pack but was not told to. What is saved is told from the shortest execution ever measured on that database, so it
 * is less than the truth.
 *
 * <p>Evidence, in this order: {@code units}, {@code unitNames}, {@code executions}; {@code form}: {@code transaction},
 * {@code autocommit}, {@code generated_keys} or {@code batch_not_rewritten}; {@code autocommitted} of the executions; {@code
 * generatedKeys}, how many asked for them; {@code roundTripNanos}, the shortest measured; {@code batches} and {@code rowsPerBatch}
 * of the form {@code batch_not_rewritten}. For one thread; bounded.
 */
final class WriteLoop {
    /** Rows that a batch is reckoned with: what Hibernate's manual and drivers recommend, and most of the gain. */
    static final long BATCH_ROWS = 50;

    private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT");
    private static final Set<String> ADDING = Set.of("INSERT", "REPLACE", "UPSERT");

    /** Share of executions from which on they are all taken to be of that sort. */
    private static final double MOSTLY = 0.8;

    private static final long HIGH_SAVED_NANOS = 100_000_000;
    private static final long HIGH_REPEATS = 1_000;

    private final FindingRules rules;
    private final RoundTrips roundTrips;
    private final Causes<PatternStats, Cause> causes = new Causes<>();
    private long nextNumber = 1;

    WriteLoop(FindingRules rules, RoundTrips roundTrips) {
        this.rules = rules;
        this.roundTrips = roundTrips;
    }

    /** Looks at a unit, and adds the statements of it that belong to a finding to {@code found}. */
    void examine(FinishedUnit unit, Set<PatternStats> found, Instant now) {
        if (unit.kind() == UnitKind.BURST) {
            return; // nothing says that it belongs together
        }
        for (KeyUse key : unit.keys()) {
            Form form = key.count() < rules.limit(Threshold.WRITE_LOOP_REPEATS) ? null : formOf(key);
            if (form == null) {
                continue;
            }
            RepeatSites sites = RepeatSites.of(key);
            if (sites.isScript()) {
                continue;
            }
            Cause cause = causeOf(key.pattern(), form, sites.main());
            if (cause != null) {
                long saved = savedNanos(key, form);
                cause.add(
                        key,
                        sites.main(),
                        roundTrips.shortestNanos(key.pattern().database()));
                cause.tally.add(unit, singles(key, form), singles(key, form), saved, now);
                found.add(key.pattern());
            }
        }
    }

    private @Nullable Form formOf(KeyUse key) {
        SqlFacts facts = key.pattern().pattern().facts();
        String operation = facts.operation();
        if (operation == null || !WRITING.contains(operation) || facts.statements() > 1) {
            return null;
        }
        long least = rules.limit(Threshold.WRITE_LOOP_REPEATS);
        boolean adds = ADDING.contains(operation);
        if (singles(key, Form.TRANSACTION) >= least) {
            boolean oneByOne = adds
                    ? !hasManyRows(key)
                    : key.distinctParameters() > 1 && facts.rowLimits().isEmpty();
            if (oneByOne && isOnePiece(key, least)) {
                return formOfSingles(key, adds);
            }
        }
        boolean packable = adds
                && key.batchesNotRewritten() >= least
                && key.batchedSets() >= rules.limit(Threshold.WRITE_LOOP_BATCH_ROWS) * key.batches();
        return packable ? Form.BATCH_NOT_REWRITTEN : null;
    }

    /** Not a few rows in each of several transactions: a batch cannot reach over their commits. One row in each is the worst of loops. */
    private static boolean isOnePiece(KeyUse key, long least) {
        return key.count() >= least * key.transactions() || key.transactions() >= MOSTLY * key.count();
    }

    private static Form formOfSingles(KeyUse key, boolean adds) {
        boolean committedEach = key.count() > 1 && key.transactions() >= MOSTLY * key.count();
        if (committedEach || key.autocommitted() >= MOSTLY * key.count()) {
            return Form.AUTOCOMMIT;
        }
        return adds && key.generatedKeys() >= MOSTLY * key.count() ? Form.GENERATED_KEYS : Form.TRANSACTION;
    }

    /** Executions of one row: no batches, or such of one row each. */
    private static long singles(KeyUse key, Form form) {
        if (form == Form.BATCH_NOT_REWRITTEN) {
            return key.batches();
        }
        long batchesOfOne = key.batchedSets() == key.batches() ? key.batches() : 0;
        return key.count() - key.batches() + batchesOfOne - key.errors();
    }

    /** One statement inserts many rows already. */
    private static boolean hasManyRows(KeyUse key) {
        return key.pattern().maxValuesRows() > 1;
    }

    private long savedNanos(KeyUse key, Form form) {
        if (form == Form.BATCH_NOT_REWRITTEN) {
            return 0; // the driver sends such a batch in few trips; what packing would save was not measured
        }
        long repeats = singles(key, form);
        long batches = (repeats + BATCH_ROWS - 1) / BATCH_ROWS;
        return (repeats - batches) * roundTrips.shortestNanos(key.pattern().database());
    }

    private @Nullable Cause causeOf(PatternStats pattern, Form form, @Nullable CallSite site) {
        for (Cause known : causes.of(pattern)) {
            if (known.form == form && known.isAt(site)) {
                return known;
            }
        }
        if (causes.isFull()) {
            return null;
        }
        Cause added = new Cause(pattern, form, nextNumber++);
        causes.add(pattern, added);
        return added;
    }

    void report(Findings findings) {
        for (Cause cause : causes.all()) {
            if (cause.changed) {
                cause.changed = false;
                findings.raise(cause.finding());
            }
        }
    }

    /** How rows are written, each with its own remedy. */
    private enum Form {
        TRANSACTION(
                "in a transaction",
                "Send them as a batch: addBatch() and executeBatch() every 50 rows or so, JdbcTemplate.batchUpdate, or with"
                        + " Hibernate hibernate.jdbc.batch_size=50 and hibernate.order_inserts/order_updates."),
        AUTOCOMMIT(
                "each committed by itself",
                "Put them into one transaction (setAutoCommit(false), @Transactional) and send them as a batch (addBatch and"
                        + " executeBatch). As it is, the server writes its log to the disk for every single row."),
        GENERATED_KEYS(
                "each asking for its generated key",
                "Let the application know the keys beforehand, and send the rows as a batch: with Hibernate a sequence with a pooled"
                        + " optimizer (allocationSize 50) instead of IDENTITY, which keeps it from batching at all; with plain JDBC"
                        + " addBatch() with RETURN_GENERATED_KEYS, where the driver can."),
        BATCH_NOT_REWRITTEN(
                "as batches that the driver sends row by row",
                "Let the driver pack the rows of a batch into few statements: reWriteBatchedInserts=true (PostgreSQL) or"
                        + " rewriteBatchedStatements=true (MySQL; MariaDB: useBulkStmts) in the JDBC URL.");

        private final String manner;
        private final String advice;

        Form(String manner, String advice) {
            this.manner = manner;
            this.advice = advice;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One loop, over all units. */
    private static final class Cause {
        private final PatternStats pattern;
        private final Form form;
        private final long number;
        private final UnitTally tally = new UnitTally();
        private @Nullable CallSite site;
        private long autocommitted;
        private long generatedKeys;
        private long batches;
        private long batchedRows;
        private long roundTripNanos;
        private boolean changed;

        Cause(PatternStats pattern, Form form, long number) {
            this.pattern = pattern;
            this.form = form;
            this.number = number;
        }

        boolean isAt(@Nullable CallSite seen) {
            CallSite known = site;
            return known == null || seen == null || Objects.equals(known.site(), seen.site());
        }

        void add(KeyUse key, @Nullable CallSite seen, long shortestNanos) {
            site = site == null ? seen : site;
            autocommitted += key.autocommitted();
            generatedKeys += key.generatedKeys();
            batches += key.batches();
            batchedRows += key.batchedSets();
            roundTripNanos = shortestNanos;
            changed = true;
        }

        Finding finding() {
            CallSite at = site;
            Finding.Builder finding = tally.describe(Finding.of(
                            Kind.WRITE_LOOP,
                            pattern.database(),
                            pattern.pattern().hexId(),
                            Statement.name(pattern))
                    .confidence(at == null ? Confidence.PROBABLE : Confidence.CONFIRMED)
                    .severity(severity())
                    .cause("loop " + number)
                    .repeats(tally.mostRepeats())
                    .callSite(at == null ? null : at.site(), at == null ? List.of() : at.stack()));
            finding.evidence("form", form.id())
                    .evidence("autocommitted", autocommitted)
                    .evidence("generatedKeys", generatedKeys);
            if (form == Form.BATCH_NOT_REWRITTEN) {
                finding.evidence("batches", batches).evidence("rowsPerBatch", batchedRows / Math.max(1, batches));
            } else {
                finding.impactNanos(tally.savedNanos()).evidence("roundTripNanos", roundTripNanos);
            }
            return finding.what(String.format(
                            Locale.ROOT,
                            "This statement ran up to %,d times in one unit of work, %s.",
                            tally.mostRepeats(),
                            form.manner))
                    .advice(form.advice)
                    .build();
        }

        private Severity severity() {
            if (form == Form.BATCH_NOT_REWRITTEN) {
                return Severity.INFO;
            }
            boolean much = tally.savedNanosEach() >= HIGH_SAVED_NANOS || tally.mostRepeats() >= HIGH_REPEATS;
            return much ? Severity.HIGH : Severity.WARNING;
        }
    }
}
