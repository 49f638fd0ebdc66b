package io.querytap.core.work;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.PatternStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of work did with one pattern, however often: the record that stays small. Written by the thread of the unit,
 * read by the control plane once the unit is handed over; used again by a later unit otherwise.
 */
public final class KeyUse {
    /** Distinct parameter hashes kept apart; what comes later is counted as others. Scanned at each execution, so few. */
    static final int MAX_HASHES = 8;

    /** Call sites sampled per pattern and unit: at the repeats before the threshold, then at each doubling. */
    static final int MAX_SITES = 8;

    private @Nullable PatternStats pattern;
    private long count;
    private long errors;
    private long durationNanos;
    private long minNanos;
    private long maxNanos;
    private long firstStartNanos;
    private long lastEndNanos;
    private long batches;
    private long batchedSets;
    private long autocommitted;
    private long generatedKeys;
    private long repeatableReads;
    private long batchesNotRewritten;
    private long results;
    private long rows;
    private long emptyResults;
    private int leases;
    private long lease;
    private long inLease;
    private long mostInOneLease;
    private int transactions;
    private long transaction;
    private int distinct;
    private long otherHashes;
    private long @Nullable [] hashes;
    private int @Nullable [] hashCounts;
    private int siteCount;
    private @Nullable CallSite @Nullable [] sites;

    KeyUse() {}

    void begin(PatternStats of, long startNanos) {
        pattern = of;
        firstStartNanos = startNanos;
        count = 0;
        errors = 0;
        durationNanos = 0;
        minNanos = Long.MAX_VALUE;
        maxNanos = 0;
        lastEndNanos = startNanos;
        batches = 0;
        batchedSets = 0;
        autocommitted = 0;
        generatedKeys = 0;
        repeatableReads = 0;
        batchesNotRewritten = 0;
        results = 0;
        rows = 0;
        emptyResults = 0;
        leases = 0;
        lease = 0;
        inLease = 0;
        mostInOneLease = 0;
        transactions = 0;
        transaction = 0;
        distinct = 0;
        otherHashes = 0;
        if (sites != null) {
            Arrays.fill(sites, 0, siteCount, null);
        }
        siteCount = 0;
    }

    void add(
            long startNanos,
            long nanos,
            int batchSize,
            long parameterHash,
            boolean failed,
            int traits,
            long leaseSerial,
            long transactionSerial) {
        count++;
        durationNanos += nanos;
        minNanos = Math.min(minNanos, nanos);
        maxNanos = Math.max(maxNanos, nanos);
        lastEndNanos = startNanos + nanos;
        if (failed) {
            errors++;
        }
        if (batchSize >= 0) {
            batches++;
            batchedSets += batchSize;
        }
        addTraits(traits);
        if (lease != leaseSerial) {
            lease = leaseSerial;
            leases++;
            inLease = 0;
        }
        mostInOneLease = Math.max(mostInOneLease, ++inLease);
        if (transaction != transactionSerial) {
            transaction = transactionSerial;
            transactions++;
        }
        addHash(parameterHash);
    }

    private void addTraits(int traits) {
        if ((traits & Traits.IN_TRANSACTION) == 0) {
            autocommitted++;
        }
        if ((traits & ~Traits.IN_TRANSACTION) != 0) {
            generatedKeys += (traits & Traits.GENERATED_KEYS) == 0 ? 0 : 1;
            repeatableReads += (traits & Traits.REPEATABLE_READ) == 0 ? 0 : 1;
            batchesNotRewritten += (traits & Traits.BATCH_NOT_REWRITTEN) == 0 ? 0 : 1;
        }
    }

    private void addHash(long parameterHash) {
        long[] known = hashes;
        int[] counts = hashCounts;
        if (known == null || counts == null) {
            known = new long[MAX_HASHES];
            counts = new int[MAX_HASHES];
            hashes = known;
            hashCounts = counts;
        }
        for (int i = 0; i < distinct; i++) {
            if (known[i] == parameterHash) {
                counts[i]++;
                return;
            }
        }
        if (distinct < MAX_HASHES) {
            known[distinct] = parameterHash;
            counts[distinct++] = 1;
        } else {
            otherHashes++;
        }
    }

    void resultRead(long rowCount) {
        results++;
        rows += rowCount;
        if (rowCount == 0) {
            emptyResults++;
        }
    }

    /** Whether the stack is to be looked at now: near the threshold, then ever more rarely. */
    boolean wantsSite(int threshold) {
        return count >= threshold - 1 && siteCount < MAX_SITES && (count <= threshold || Long.bitCount(count) == 1);
    }

    void site(CallSite taken) {
        CallSite[] kept = sites;
        if (kept == null) {
            kept = new CallSite[MAX_SITES];
            sites = kept;
        }
        kept[siteCount++] = taken;
    }

    /** The highest count of executions with the same parameters, as far as they were kept apart. */
    long mostWithSameParameters() {
        long most = 0;
        for (int i = 0; i < distinct && hashCounts != null; i++) {
            most = Math.max(most, hashCounts[i]);
        }
        return most;
    }

    /** Executions with the same parameters that detectors want to see, where they want {@code repeats} with whatever parameters. */
    static int identical(int repeats) {
        return Math.max(2, repeats - 2);
    }

    /** Whether detectors want to see it. */
    boolean isRepeated(int repeats) {
        return count >= repeats || mostWithSameParameters() >= identical(repeats);
    }

    boolean isOf(PatternStats candidate) {
        return pattern == candidate;
    }

    // What follows is for the control plane.

    public PatternStats pattern() {
        PatternStats of = pattern;
        if (of == null) {
            throw new IllegalStateException("not in use");
        }
        return of;
    }

    /** Executions, failed ones and each batch as one included. */
    public long count() {
        return count;
    }

    public long errors() {
        return errors;
    }

    public long durationNanos() {
        return durationNanos;
    }

    public long minNanos() {
        return minNanos;
    }

    public long maxNanos() {
        return maxNanos;
    }

    public long firstStartNanos() {
        return firstStartNanos;
    }

    public long lastEndNanos() {
        return lastEndNanos;
    }

    /** Executions that were batches, of whatever size. */
    public long batches() {
        return batches;
    }

    /** Parameter sets or statements over all batches. */
    public long batchedSets() {
        return batchedSets;
    }

    /** Executions while autocommit was on. */
    public long autocommitted() {
        return autocommitted;
    }

    /** Executions that asked for generated keys. */
    public long generatedKeys() {
        return generatedKeys;
    }

    /** Executions in a transaction at REPEATABLE READ or above. */
    public long repeatableReads() {
        return repeatableReads;
    }

    /** Batches that the driver could have sent as one statement had it been told to. */
    public long batchesNotRewritten() {
        return batchesNotRewritten;
    }

    /** Results that were read, as far as they ended before the unit did. */
    public long results() {
        return results;
    }

    /** Rows over all results. */
    public long rows() {
        return rows;
    }

    /** Results without a row. */
    public long emptyResults() {
        return emptyResults;
    }

    /** In how many checkouts it ran, one after the other. */
    public int leases() {
        return leases;
    }

    public long mostInOneLease() {
        return mostInOneLease;
    }

    /** In how many transactions it ran, one after the other. */
    public int transactions() {
        return transactions;
    }

    /** Different parameter hashes; {@link #distinctIsAtLeast} says whether there were more. At most eight. */
    public int distinctParameters() {
        return distinct;
    }

    /** Whether executions had parameters that were not among the first distinct ones. */
    public boolean distinctIsAtLeast() {
        return otherHashes > 0;
    }

    /** Executions whose parameters repeated those of an earlier one, as far as they were kept apart. */
    public long repeatsOfSameParameters() {
        return count - distinct - otherHashes;
    }

    /** The executions of one distinct parameter hash, in order of first appearance; {@code index} below {@link #distinctParameters}. */
    public long countOfParameters(int index) {
        return hashCounts == null ? 0 : hashCounts[index];
    }

    /** Call sites sampled near the threshold and at doublings; may be fewer, the rate of looking is limited. */
    public List<CallSite> sites() {
        List<CallSite> all = new ArrayList<>(siteCount);
        for (int i = 0; i < siteCount && sites != null; i++) {
            CallSite site = sites[i];
            if (site != null) {
                all.add(site);
            }
        }
        return all;
    }

    /** Adds what another part of the same unit, on another thread, did with the same pattern. */
    void merge(KeyUse other) {
        count += other.count;
        errors += other.errors;
        durationNanos += other.durationNanos;
        minNanos = Math.min(minNanos, other.minNanos);
        maxNanos = Math.max(maxNanos, other.maxNanos);
        firstStartNanos = firstStartNanos - other.firstStartNanos <= 0 ? firstStartNanos : other.firstStartNanos;
        lastEndNanos = lastEndNanos - other.lastEndNanos >= 0 ? lastEndNanos : other.lastEndNanos;
        batches += other.batches;
        batchedSets += other.batchedSets;
        autocommitted += other.autocommitted;
        generatedKeys += other.generatedKeys;
        repeatableReads += other.repeatableReads;
        batchesNotRewritten += other.batchesNotRewritten;
        results += other.results;
        rows += other.rows;
        emptyResults += other.emptyResults;
        leases += other.leases;
        mostInOneLease = Math.max(mostInOneLease, other.mostInOneLease);
        transactions += other.transactions;
        mergeHashes(other);
        for (CallSite site : other.sites()) {
            if (siteCount < MAX_SITES) {
                site(site);
            }
        }
    }

    private void mergeHashes(KeyUse other) {
        otherHashes += other.otherHashes;
        for (int i = 0; i < other.distinct && other.hashes != null && other.hashCounts != null; i++) {
            long before = otherHashes;
            addHash(other.hashes[i]);
            int more = other.hashCounts[i] - 1;
            if (otherHashes > before) {
                otherHashes += more;
            } else if (hashes != null && hashCounts != null) {
                for (int k = 0; k < distinct; k++) {
                    if (hashes[k] == other.hashes[i]) {
                        hashCounts[k] += more;
                    }
                }
            }
        }
    }
}
