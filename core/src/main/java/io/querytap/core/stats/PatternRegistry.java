package io.querytap.core.stats;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All patterns of the JVM, bounded: past the bound a database's further patterns share one overflow entry that says how many
 * distinct ones it stands for. Thread-safe.
 */
public final class PatternRegistry {
    /** Databases kept apart; an application with more (a shard a tenant) counts the rest as one unknown database. */
    private static final int MAX_DATABASES = 64;

    /** Ids remembered per overflow entry to count distinct patterns; the count stops there. About 0.6 MiB each when full. */
    private static final int MAX_OVERFLOW_IDS = 10_000;

    private static final SqlPattern OVERFLOW =
            new SqlPattern(0, "(all further patterns, past querytap.patterns.max)", SqlFacts.UNKNOWN);
    private static final SqlPattern NOT_UNDERSTOOD =
            new SqlPattern(1, "(a statement that could not be analysed)", SqlFacts.UNKNOWN);

    /** Characters of a raw text that are kept, as many as of a normalized one. */
    private static final int MAX_RAW_TEXT_LENGTH = 4_096;

    private final int maxPatterns;
    private final boolean rawTexts;
    private final AtomicInteger patterns = new AtomicInteger();
    private final Map<DatabaseIdentity, DatabasePatterns> databases = new ConcurrentHashMap<>();

    /**
     * @param maxPatterns patterns kept apart over all databases
     * @param rawTexts show the text of the first statement of a pattern as it was, literals included
     */
    public PatternRegistry(int maxPatterns, boolean rawTexts) {
        this.maxPatterns = maxPatterns;
        this.rawTexts = rawTexts;
    }

    /** Keeps normalized texts. */
    public PatternRegistry(int maxPatterns) {
        this(maxPatterns, /* rawTexts= */ false);
    }

    /** The patterns of one database; the same object for equal identities. */
    public DatabasePatterns of(DatabaseIdentity identity) {
        DatabasePatterns known = databases.get(identity);
        if (known != null) {
            return known;
        }
        DatabaseIdentity kept = databases.size() < MAX_DATABASES ? identity : DatabaseIdentity.UNKNOWN;
        return databases.computeIfAbsent(kept, it -> new DatabasePatterns(it, this));
    }

    /** Whether no database has been seen yet. */
    public boolean isEmpty() {
        return databases.isEmpty();
    }

    /** Patterns by total duration, the costliest first. */
    public List<PatternSnapshot> patternSnapshots() {
        List<PatternSnapshot> snapshots = new ArrayList<>();
        for (DatabasePatterns database : databases.values()) {
            database.addSnapshots(snapshots);
        }
        snapshots.sort(
                Comparator.comparingLong((PatternSnapshot it) -> it.duration().sum())
                        .reversed());
        return snapshots;
    }

    public List<TransactionSnapshot> transactionSnapshots() {
        List<TransactionSnapshot> snapshots = new ArrayList<>();
        for (DatabasePatterns database : databases.values()) {
            snapshots.add(database.transactions().snapshot());
        }
        snapshots.sort(Comparator.comparing(it -> it.database().toString()));
        return snapshots;
    }

    private boolean admitOneMore() {
        if (patterns.incrementAndGet() <= maxPatterns) {
            return true;
        }
        patterns.decrementAndGet();
        return false;
    }

    /** The patterns of one database and the short cut from a SQL text to its pattern. Thread-safe. */
    public static final class DatabasePatterns {
        private final DatabaseIdentity identity;
        private final PatternRegistry registry;
        private final TextLookup inUnknownModes = new TextLookup(this, SqlModes.UNKNOWN);
        /** At most one for each combination of modes; nearly always empty. */
        private final Map<SqlModes, TextLookup> byModes = new ConcurrentHashMap<>();

        private final Map<Long, PatternStats> byId = new ConcurrentHashMap<>();
        private final PatternStats overflow;
        private final Set<Long> overflowIds = ConcurrentHashMap.newKeySet();
        private final TransactionStats transactions;

        DatabasePatterns(DatabaseIdentity identity, PatternRegistry registry) {
            this.identity = identity;
            this.registry = registry;
            this.overflow = new PatternStats(OVERFLOW, identity);
            this.transactions = new TransactionStats(identity);
        }

        public DatabaseIdentity identity() {
            return identity;
        }

        public TransactionStats transactions() {
            return transactions;
        }

        /** {@link TextLookup#find} in unknown modes. */
        public PatternStats find(String sql) {
            return inUnknownModes.find(sql);
        }

        /** The look-up for texts of connections in these modes; the same object for the same modes. */
        public TextLookup inModes(SqlModes modes) {
            if (modes == SqlModes.UNKNOWN) {
                return inUnknownModes;
            }
            TextLookup known = byModes.get(modes);
            return known != null ? known : byModes.computeIfAbsent(modes, it -> new TextLookup(this, it));
        }

        /** Finds the pattern of a text that is not among those kept, and keeps it. */
        PatternStats findBySight(String sql, SqlModes modes, TextCache texts) {
            PatternStats stats = admit(analyze(sql, modes));
            texts.put(sql, stats);
            return stats;
        }

        private SqlPattern analyze(String sql, SqlModes modes) {
            try {
                SqlPattern pattern = SqlAnalyzer.analyze(sql, identity.dialect(), modes);
                return registry.rawTexts ? withRawText(pattern, sql) : pattern;
            } catch (Throwable failure) { // also StackOverflowError: a statement must never harm the application
                Diagnostics.failed("analysing a statement", failure);
                return NOT_UNDERSTOOD;
            }
        }

        private static SqlPattern withRawText(SqlPattern pattern, String sql) {
            return new SqlPattern(
                    pattern.id(), sql.substring(0, Math.min(sql.length(), MAX_RAW_TEXT_LENGTH)), pattern.facts());
        }

        /** Atomic per pattern: two threads that see it first together do not count it twice, nor once here and once as overflow. */
        private PatternStats admit(SqlPattern pattern) {
            PatternStats known = byId.get(pattern.id());
            if (known != null) {
                return known;
            }
            PatternStats admitted = byId.computeIfAbsent(
                    pattern.id(), it -> registry.admitOneMore() ? new PatternStats(pattern, identity) : null);
            if (admitted != null) {
                return admitted;
            }
            if (overflowIds.size() < MAX_OVERFLOW_IDS) {
                overflowIds.add(pattern.id());
            }
            return overflow;
        }

        private void addSnapshots(List<PatternSnapshot> snapshots) {
            for (PatternStats stats : byId.values()) {
                PatternSnapshot snapshot = stats.snapshot(/* distinctPatterns= */ 1);
                if (snapshot.count() > 0) { // prepared or added to a batch, and never executed
                    snapshots.add(snapshot);
                }
            }
            if (!overflowIds.isEmpty()) {
                snapshots.add(overflow.snapshot(overflowIds.size()));
            }
        }
    }
}
