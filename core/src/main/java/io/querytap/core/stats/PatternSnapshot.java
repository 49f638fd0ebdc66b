package io.querytap.core.stats;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.pattern.SqlPattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pattern on one database at one moment. Immutable. */
public final class PatternSnapshot {
    private final SqlPattern pattern;
    private final DatabaseIdentity database;
    private final DistributionSnapshot duration;
    private final DistributionSnapshot succeeded;
    private final Map<String, DistributionSnapshot> failed;
    private final DistributionSnapshot fetch;
    private final DistributionSnapshot rows;
    private final DistributionSnapshot batchSize;
    private final TextsSnapshot texts;
    private final ReadingSnapshot reading;
    private final @Nullable Exemplar exemplar;
    private final Map<SiteReason, CallSite> sites;
    private final List<SiteSamples.Line> siteSamples;
    private final int sampledExecutions;
    private final long distinctPatterns;

    PatternSnapshot(
            SqlPattern pattern,
            DatabaseIdentity database,
            DistributionSnapshot duration,
            DistributionSnapshot succeeded,
            Map<String, DistributionSnapshot> failed,
            DistributionSnapshot fetch,
            DistributionSnapshot rows,
            DistributionSnapshot batchSize,
            TextsSnapshot texts,
            ReadingSnapshot reading,
            @Nullable Exemplar exemplar,
            Map<SiteReason, CallSite> sites,
            @Nullable SiteSamples siteSamples,
            long distinctPatterns) {
        this.pattern = pattern;
        this.database = database;
        this.duration = duration;
        this.succeeded = succeeded;
        this.failed = Map.copyOf(failed);
        this.fetch = fetch;
        this.rows = rows;
        this.batchSize = batchSize;
        this.texts = texts;
        this.reading = reading;
        this.exemplar = exemplar;
        this.sites = Map.copyOf(sites);
        this.siteSamples = siteSamples == null ? List.of() : List.copyOf(siteSamples.sites());
        this.sampledExecutions = siteSamples == null ? 0 : siteSamples.looks();
        this.distinctPatterns = distinctPatterns;
    }

    public SqlPattern pattern() {
        return pattern;
    }

    public DatabaseIdentity database() {
        return database;
    }

    /** Executions, failed ones included; a batch is one. */
    public long count() {
        return duration.count();
    }

    public long errors() {
        return duration.count() - succeeded.count();
    }

    /** How its results are read. */
    public ReadingSnapshot reading() {
        return reading;
    }

    /** A slow execution that can be found in a trace; null where there is none, or none since the last was exported. */
    public @Nullable Exemplar exemplar() {
        return exemplar == null || exemplar.isTold() ? null : exemplar;
    }

    /** Where the pattern came from when that happened; null where it is not known. */
    public @Nullable CallSite site(SiteReason reason) {
        return sites.get(reason);
    }

    /** From which lines it came when it was looked at, the most frequent first. */
    public List<SiteSamples.Line> sampledSites() {
        return siteSamples;
    }

    /** How many executions were looked at for {@link #sampledSites}; some may have come from no line of the application that is known. */
    public int sampledExecutions() {
        return sampledExecutions;
    }

    /** Nanoseconds of the execute call as the application saw it, all executions. */
    public DistributionSnapshot duration() {
        return duration;
    }

    /** Nanoseconds, successful executions only. */
    public DistributionSnapshot succeeded() {
        return succeeded;
    }

    /** Nanoseconds of failed executions by {@code error.type}; bounded, the rest under {@code _OTHER}. */
    public Map<String, DistributionSnapshot> failed() {
        return failed;
    }

    /** Nanoseconds from the end of an execution to its last row read or its close: includes the application's work between rows. */
    public DistributionSnapshot fetch() {
        return fetch;
    }

    /** Rows that the application read with {@code next()}, per result set. */
    public DistributionSnapshot rows() {
        return rows;
    }

    /** Parameter sets or statements per batch execution; empty where no batch ran. */
    public DistributionSnapshot batchSize() {
        return batchSize;
    }

    /** In which texts the pattern came. */
    public TextsSnapshot texts() {
        return texts;
    }

    /**
     * How many distinct patterns this entry stands for: 1, or for the overflow entry the number seen (at least; counting stops
     * at a bound).
     */
    public long distinctPatterns() {
        return distinctPatterns;
    }
}
