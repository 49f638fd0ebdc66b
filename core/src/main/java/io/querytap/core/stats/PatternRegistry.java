package io.querytap.core.stats;

import io.querytap.core.callsite.CallSites;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.PatternIndex;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.LiteralValues;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All patterns of the JVM, bounded: past the bound a database's further patterns share one overflow entry that says how many
 * distinct ones it stands for. Thread-safe.
 */
public final class PatternRegistry {
    /** Databases kept apart; an application with more (a shard a tenant) counts the rest as one unknown database. */
    private static final int MAX_DATABASES = 64;

    /** Value for {@code textsOfNote} with which it is not counted in how many texts a pattern comes. */
    public static final int TEXTS_NOT_COUNTED = 0;

    /** Ids remembered per overflow entry to count distinct patterns; the count stops there. 128 KiB each. */
    private static final int MAX_OVERFLOW_IDS = 10_000;

    private static final SqlPattern OVERFLOW =
            new SqlPattern(0, "(all further patterns, past querytap.patterns.max)", SqlFacts.UNKNOWN);
    private static final SqlPattern NOT_UNDERSTOOD =
            new SqlPattern(1, "(a statement that could not be analysed)", SqlFacts.UNKNOWN);

    /** Patterns whose texts are counted exactly beyond the first 128: 8 KiB each instead of 1. */
    private static final int MAX_LARGER_SETS = 128;

    /** Characters of a raw text that are kept, as many as of a normalized one. */
    private static final int MAX_RAW_TEXT_LENGTH = 4_096;

    private final int maxPatterns;
    private final boolean rawTexts;
    private final int textsOfNote;
    private final AtomicInteger patterns = new AtomicInteger();
    private final AtomicInteger largerSets = new AtomicInteger(MAX_LARGER_SETS);
    private final CallSites callSites = new CallSites();
    private final Map<DatabaseIdentity, DatabasePatterns> databases = new ConcurrentHashMap<>();

    /**
     * @param maxPatterns patterns kept apart over all databases
     * @param rawTexts show the text of the first statement of a pattern as it was, literals included
     * @param textsOfNote how many texts of one pattern that differ in literal values make it worth knowing where they come from;
     *     {@link #TEXTS_NOT_COUNTED} where nobody asks
     */
    public PatternRegistry(int maxPatterns, boolean rawTexts, int textsOfNote) {
        this.maxPatterns = maxPatterns;
        this.rawTexts = rawTexts;
        this.textsOfNote = textsOfNote;
    }

    /** Does not count in how many texts a pattern comes. */
    public PatternRegistry(int maxPatterns, boolean rawTexts) {
        this(maxPatterns, rawTexts, TEXTS_NOT_COUNTED);
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
        DatabaseIdentity kept = databases.size() < MAX_DATABASES ? identity : DatabaseIdentity.FURTHER;
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

    /** Shows each pattern that is kept apart, executed or not; to be used off the application's threads. */
    public void forEach(Consumer<PatternStats> reader) {
        for (DatabasePatterns database : databases.values()) {
            database.byId.forEach(reader);
        }
    }

    /** As {@link #forEach}, and the overflow entries too: what they show together is all that was executed. */
    public void forEachCounted(Consumer<PatternStats> reader) {
        for (DatabasePatterns database : databases.values()) {
            database.byId.forEach(reader);
            if (database.overflowIds != null) {
                reader.accept(database.overflow);
            }
        }
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

        private final Doorkeeper doorkeeper = new Doorkeeper();
        private final PatternTable byId = new PatternTable();
        private final Index index = new Index(/* rawText= */ null);
        private final PatternStats overflow;
        private final TransactionStats transactions;

        /** Made with the first pattern past the bound. */
        private volatile @Nullable IdSet overflowIds;

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

        /** Whether the next look-up of the text is a hash look-up. */
        boolean keeps(String sql) {
            return inUnknownModes.keeps(sql);
        }

        /**
         * Finds the pattern of a text that is not among those kept, and perhaps keeps it. Texts with ever new values must not push
         * out those that come again: of one pattern only the first few are kept at once, later ones at their second sight.
         */
        PatternStats findBySight(String sql, SqlModes modes, TextCache texts) {
            PatternStats stats = analyze(sql, modes);
            if (registry.textsOfNote != TEXTS_NOT_COUNTED
                    && stats != overflow
                    && stats.texts().hasLiterals()) {
                countValues(sql, modes, stats.texts());
            }
            if (TextCache.mayKeep(sql) && (stats.texts().keepAtFirstSight() || doorkeeper.sawBefore(sql))) {
                texts.put(sql, stats);
            }
            return stats;
        }

        private PatternStats analyze(String sql, SqlModes modes) {
            try {
                return SqlAnalyzer.find(sql, identity.dialect(), modes, indexFor(sql));
            } catch (Throwable failure) { // also StackOverflowError: a statement must never harm the application
                Diagnostics.failed("analysing a statement", failure);
                return index.add(NOT_UNDERSTOOD, /* literals= */ 0, /* rows= */ 0);
            }
        }

        private void countValues(String sql, SqlModes modes, TextVariants variants) {
            try {
                long values = LiteralValues.hash(sql, DialectRules.of(identity.dialect(), modes));
                if (values != LiteralValues.NONE
                        && variants.add(values, registry.largerSets)
                        && variants.distinct() >= registry.textsOfNote) {
                    variants.takeSite(registry.callSites);
                }
            } catch (Throwable failure) {
                Diagnostics.failed("counting the texts of a pattern", failure);
            }
        }

        private Index indexFor(String sql) {
            return registry.rawTexts ? new Index(sql) : index;
        }

        private void addSnapshots(List<PatternSnapshot> snapshots) {
            byId.forEach(stats -> {
                PatternSnapshot snapshot = stats.snapshot();
                if (snapshot.count() > 0) { // prepared or added to a batch, and never executed
                    snapshots.add(snapshot);
                }
            });
            IdSet overflowed = overflowIds;
            if (overflowed != null) {
                snapshots.add(overflow.snapshot(overflowed.size()));
            }
        }

        private synchronized IdSet overflowIds() {
            IdSet ids = overflowIds;
            if (ids == null) {
                ids = new IdSet(MAX_OVERFLOW_IDS);
                overflowIds = ids;
            }
            return ids;
        }

        /** The patterns by id, as the analyzer asks for them. */
        private final class Index implements PatternIndex<PatternStats> {
            private final @Nullable String rawText;

            /** @param rawText the text to show instead of a new pattern's own, or null */
            Index(@Nullable String rawText) {
                this.rawText = rawText;
            }

            @Override
            public @Nullable PatternStats known(long id, int literals, int rows) {
                PatternStats stats = byId.get(id);
                if (stats != null) {
                    saw(stats, literals, rows);
                    return stats;
                }
                IdSet overflowed = overflowIds;
                return overflowed != null && (overflowed.isFull() || overflowed.contains(id)) ? overflow : null;
            }

            /** Atomic per pattern: two threads that see it first together do not count it twice, nor once here and once as overflow. */
            @Override
            public PatternStats add(SqlPattern pattern, int literals, int rows) {
                PatternStats admitted = byId.getOrAdd(
                        pattern.id(),
                        () -> registry.admitOneMore() ? new PatternStats(shown(pattern), identity) : null);
                if (admitted == null) {
                    overflowIds().add(pattern.id());
                    return overflow;
                }
                saw(admitted, literals, rows);
                return admitted;
            }

            private void saw(PatternStats stats, int literals, int rows) {
                stats.sawValuesRows(rows);
                if (literals > 0) {
                    stats.texts().sawLiterals();
                }
            }

            private SqlPattern shown(SqlPattern pattern) {
                return rawText == null
                        ? pattern
                        : new SqlPattern(
                                pattern.id(),
                                rawText.substring(0, Math.min(rawText.length(), MAX_RAW_TEXT_LENGTH)),
                                pattern.facts());
            }
        }
    }
}
