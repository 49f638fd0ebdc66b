package io.querytap.core.stats;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import io.querytap.core.pattern.SqlPattern;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * All that is counted about one pattern on one database. The record methods are called by the application's threads: they
 * allocate nothing once the pattern is warm, take no lock that is waited for, and never throw because of a value. Durations
 * are in nanoseconds. Thread-safe.
 */
public final class PatternStats {
    /** {@code error.type} of the errors past {@link #MAX_ERROR_TYPES}, the convention's word for it. */
    public static final String OTHER_ERROR_TYPE = "_OTHER";

    /** Distinct error types kept apart per pattern; each is a time series of its own where metrics are exported. */
    private static final int MAX_ERROR_TYPES = 16;

    /** Operations that write even where no table could be told. */
    private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT");

    private final SqlPattern pattern;
    private final DatabaseIdentity database;
    private final int slotHash;
    private final boolean writes;
    private final boolean insertsValues;
    private final Paging paging;
    private final AtomicReference<@Nullable ReadingStats> reading = new AtomicReference<>();
    private final AtomicReferenceArray<@Nullable CallSite> sites =
            new AtomicReferenceArray<>(SiteReason.values().length);
    private final Stripes stripes = new Stripes();
    private final Map<String, Stripes> failures = new ConcurrentHashMap<>(2);
    private final TextVariants texts = new TextVariants();
    private volatile @Nullable SiteSamples siteSamples;
    private @Nullable Exemplar exemplar; // plain: an exemplar is immutable, and one that is lost to a race is no loss

    PatternStats(SqlPattern pattern, DatabaseIdentity database) {
        this.pattern = pattern;
        this.database = database;
        this.slotHash = (int) (pattern.id() ^ pattern.id() >>> 32) ^ System.identityHashCode(this);
        this.writes = isWrite(pattern);
        this.insertsValues = isInsertOfValues(pattern);
        this.paging = Paging.of(pattern.facts().rowLimits());
    }

    private static boolean isWrite(SqlPattern pattern) {
        String operation = pattern.operation();
        return !pattern.tablesWritten().isEmpty() || operation != null && WRITING.contains(operation);
    }

    private static boolean isInsertOfValues(SqlPattern pattern) {
        String text = pattern.text();
        return "INSERT".equals(pattern.operation())
                && pattern.facts().statements() == 1
                && pattern.tablesRead().isEmpty()
                && text.toUpperCase(Locale.ROOT).contains("VALUES");
    }

    public SqlPattern pattern() {
        return pattern;
    }

    public DatabaseIdentity database() {
        return database;
    }

    /** A hash for tables of patterns. */
    public int slotHash() {
        return slotHash;
    }

    /** Whether a statement of this pattern changes data, as far as its text tells. */
    public boolean writes() {
        return writes;
    }

    /** Whether it inserts rows of values, not those of a query. */
    public boolean insertsValues() {
        return insertsValues;
    }

    /** Bounds on the rows of its query. */
    public Paging paging() {
        return paging;
    }

    /** How results of this pattern are read; made when first asked for. */
    public ReadingStats reading() {
        ReadingStats known = reading.get();
        if (known == null) {
            known = new ReadingStats();
            if (!reading.compareAndSet(null, known)) {
                return reading();
            }
        }
        return known;
    }

    /** Whether no call site is known for that reason yet. */
    public boolean needsSite(SiteReason reason) {
        return sites.get(reason.ordinal()) == null;
    }

    /** Keeps where the pattern came from when that happened; the first one stays. Null, where it was too soon for a look, is ignored. */
    public void site(SiteReason reason, @Nullable CallSite site) {
        if (site != null) {
            sites.compareAndSet(reason.ordinal(), null, site);
        }
    }

    /** Where the pattern came from when that happened; null where it is not known. */
    public @Nullable CallSite site(SiteReason reason) {
        return sites.get(reason.ordinal());
    }

    /**
     * A slow execution, or one in a sampled unit of work, has ended on the present thread, and may be looked at.
     *
     * @param nowNanos {@link System#nanoTime()}
     */
    public void sampled(CallSites walker, long nowNanos) {
        SiteSamples known = siteSamples;
        if (known == null) {
            known = new SiteSamples(); // should two threads make one each, a look is lost
            siteSamples = known;
        }
        known.saw(walker, nowNanos);
    }

    private Map<SiteReason, CallSite> knownSites() {
        Map<SiteReason, CallSite> known = new EnumMap<>(SiteReason.class);
        for (SiteReason reason : SiteReason.values()) {
            CallSite site = site(reason);
            if (site != null) {
                known.put(reason, site);
            }
        }
        return known;
    }

    private ReadingSnapshot readingSnapshot() {
        ReadingStats known = reading.get();
        return known == null ? ReadingSnapshot.NONE : known.snapshot();
    }

    TextVariants texts() {
        return texts;
    }

    /** A text with so many rows after VALUES was seen; 0 where it has none. */
    public void sawValuesRows(int rows) {
        texts.rows(rows);
    }

    /** {@link TextsSnapshot#maxValuesRows()}, at the cost of a field read. */
    public int maxValuesRows() {
        return texts.maxRows();
    }

    /** {@link TextsSnapshot#distinct()}, at the cost of a field read. */
    public long distinctTexts() {
        return texts.distinct();
    }

    /** Records one successful execution that was not a batch. */
    public void recordSuccess(StripeHint hint, long durationNanos) {
        StatsStripe stripe = stripes.acquire(hint);
        if (stripe != null) {
            try {
                stripe.durations.record(durationNanos);
            } finally {
                stripe.unlock();
            }
        }
    }

    /** Records one successful execution of a batch, which is one operation whatever its size. */
    public void recordBatchSuccess(StripeHint hint, long durationNanos, long size) {
        StatsStripe stripe = stripes.acquire(hint);
        if (stripe != null) {
            try {
                stripe.durations.record(durationNanos);
                stripe.batchSizes.record(size);
            } finally {
                stripe.unlock();
            }
        }
    }

    /**
     * Records one failed execution.
     *
     * @param errorType status code of the database or exception class, see {@code ErrorTypes}
     * @param batchSize size of the failed batch, or -1 if it was not a batch
     */
    public void recordFailure(StripeHint hint, long durationNanos, String errorType, long batchSize) {
        StatsStripe failure = failuresOf(errorType).acquire(hint);
        if (failure != null) {
            try {
                failure.durations.record(durationNanos);
                if (batchSize >= 0) {
                    failure.batchSizes.record(batchSize);
                }
            } finally {
                failure.unlock();
            }
        }
    }

    /** Records one result set that was read, wholly or in part. */
    public void recordResult(StripeHint hint, long rows, long fetchNanos) {
        StatsStripe stripe = stripes.acquire(hint);
        if (stripe != null) {
            try {
                stripe.rows.record(rows);
                stripe.fetches.record(fetchNanos);
            } finally {
                stripe.unlock();
            }
        }
    }

    /**
     * An execution ran under a span that is kept: remembered if it is the slowest since one was last told. Allocates only then.
     *
     * @param endNanos {@link System#nanoTime()} when it ended
     * @param errorType as for {@link #recordFailure}; null for a success
     */
    public void traced(String traceId, String spanId, long durationNanos, long endNanos, @Nullable String errorType) {
        Exemplar present = exemplar;
        if (present == null || present.isTold() || durationNanos > present.durationNanos()) {
            exemplar = new Exemplar(traceId, spanId, durationNanos, endNanos, errorType);
        }
    }

    private Stripes failuresOf(String errorType) {
        Stripes known = failures.get(errorType);
        if (known != null) {
            return known;
        }
        boolean full = failures.size() >= MAX_ERROR_TYPES;
        return failures.computeIfAbsent(full ? OTHER_ERROR_TYPE : errorType, type -> new Stripes());
    }

    /** Changes when something is counted; read without locks, so that it may lag behind, and means nothing else. */
    public long roughCount() {
        long sum = stripes.roughCount();
        for (Stripes failure : failures.values()) {
            sum += failure.roughCount();
        }
        return sum + texts.distinct();
    }

    /** Reads what has been counted so far; {@code withOctaves} how long executions and reading took, which costs a microsecond or two. */
    public void tally(PatternTally into, boolean withOctaves) {
        into.clear();
        stripes.forEach(stripe -> into.add(stripe, /* failed= */ false, withOctaves));
        for (Stripes failure : failures.values()) {
            failure.forEach(stripe -> into.add(stripe, /* failed= */ true, withOctaves));
        }
    }

    /** A copy of everything counted so far. */
    public PatternSnapshot snapshot() {
        return snapshot(/* distinctPatterns= */ 1);
    }

    /** What belongs together is read of a stripe in one go, so that a snapshot never has more batches than executions. */
    PatternSnapshot snapshot(long distinctPatterns) {
        // Before the counts, in which its execution already is.
        Exemplar traced = exemplar;
        Distribution succeeded = new Distribution(Distribution.Kind.DURATION);
        Distribution batchSizes = new Distribution(Distribution.Kind.COUNT);
        stripes.forEach(stripe -> {
            succeeded.add(stripe.durations);
            batchSizes.add(stripe.batchSizes);
        });
        Distribution fetches = new Distribution(Distribution.Kind.DURATION);
        Distribution rows = new Distribution(Distribution.Kind.COUNT);
        stripes.forEach(stripe -> {
            fetches.add(stripe.fetches);
            rows.add(stripe.rows);
        });
        Distribution duration = new Distribution(Distribution.Kind.DURATION);
        duration.add(succeeded);
        Map<String, DistributionSnapshot> failed = new HashMap<>();
        failures.forEach((errorType, failure) -> {
            Distribution durations = new Distribution(Distribution.Kind.DURATION);
            failure.forEach(stripe -> {
                durations.add(stripe.durations);
                batchSizes.add(stripe.batchSizes);
            });
            failed.put(errorType, durations.snapshot());
            duration.add(durations);
        });
        return new PatternSnapshot(
                pattern,
                database,
                duration.snapshot(),
                succeeded.snapshot(),
                failed,
                fetches.snapshot(),
                rows.snapshot(),
                batchSizes.snapshot(),
                texts.snapshot(),
                readingSnapshot(),
                traced,
                knownSites(),
                siteSamples,
                distinctPatterns);
    }
}
