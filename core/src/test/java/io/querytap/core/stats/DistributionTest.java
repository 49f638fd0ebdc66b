package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.stats.Distribution.Kind;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of values goes through every representation; sorted raw values are the judge. */
class DistributionTest {
    private static final double[] PERCENTILES = {0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 100};
    private static final long HOUR = 3_600_000_000_000L;
    /** The width of the finest cells of a duration; below it values are not told apart. */
    private static final long FINEST_CELL_NANOS = 1_024;

    static Stream<Arguments> shapes() {
        Random random = new Random(20_26);
        return Stream.of(
                        shape("zeros", i -> 0),
                        shape("one nanosecond", i -> 1),
                        shape("microseconds", i -> 1_000 + random.nextInt(900_000)),
                        shape("a long tail", i -> (long) Math.exp(8 + 20 * Math.pow(random.nextDouble(), 4))),
                        shape("two humps", i -> i % 3 == 0 ? 2_000 + i : 900_000_000L + i),
                        shape("rising by powers", i -> 1L << (i % 42)),
                        shape("longer than an hour", i -> HOUR + i * 60_000_000_000L))
                .flatMap(shape -> Stream.of(1, 2, 4, 5, 31, 32, 33, 34, 3_000)
                        .map(size -> Arguments.of(shape.name, size, shape.values(size))));
    }

    private static Shape shape(String name, LongUnaryOperator value) {
        return new Shape(name, value);
    }

    private record Shape(String name, LongUnaryOperator value) {
        long[] values(int size) {
            return LongStream.range(0, size).map(value).toArray();
        }
    }

    @ParameterizedTest(name = "{0}, {1} values")
    @MethodSource("shapes")
    void record_anyShape_agreesWithSortedValues(String shape, int size, long[] values) {
        assertAgrees(recorded(values).snapshot(), values);
    }

    @ParameterizedTest(name = "{0}, {1} values")
    @MethodSource("shapes")
    void add_anyRepresentations_agreesWithSortedValues(String shape, int size, long[] values) {
        for (long[] others : new long[][] {{}, {7_000}, lots(40), lots(2_000)}) {
            Distribution sum = recorded(values);
            sum.add(recorded(others));
            long[] all = concat(values, others);
            assertAgrees(sum.snapshot(), all);

            Distribution reversed = recorded(others);
            reversed.add(recorded(values));
            assertAgrees(reversed.snapshot(), all);

            sum.record(12_345);
            assertAgrees(sum.snapshot(), concat(all, new long[] {12_345}));
        }
    }

    @Test
    void add_pastIntCells_becomesLongCellsAndStaysExact() {
        Distribution one = recorded(lots(1_000));
        Distribution other = recorded(lots(1_000));
        long sumOfOne = one.snapshot().sum();
        while (one.count() <= 3L * Integer.MAX_VALUE) { // grows like Fibonacci's numbers, through the border and beyond
            one.add(other);
            other.add(one);
        }
        assertThat(one.count() % 1_000).isZero();
        assertThat(one.snapshot().sum()).isEqualTo(sumOfOne * (one.count() / 1_000));
        assertThat(cellsOf(one.snapshot())).isEqualTo(one.count());

        long before = one.count();
        one.record(5_000);
        one.add(recorded(lots(10)));
        one.add(recorded(lots(100)));
        assertThat(one.count()).isEqualTo(before + 111);
        assertThat(cellsOf(one.snapshot())).isEqualTo(before + 111);

        Distribution few = recorded(lots(3));
        few.add(one);
        assertThat(cellsOf(few.snapshot())).isEqualTo(before + 114);

        Distribution many = recorded(lots(300));
        many.add(one);
        assertThat(cellsOf(many.snapshot())).isEqualTo(before + 411);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void record_ofARing_isTheSameAsOneByOne(String name, int size, long[] values) {
        Distribution together = new Distribution(Kind.DURATION);
        long[] ring = new long[32];
        int recorded = 0;
        for (int i = 0; i < size; i++) {
            ring[i & ring.length - 1] = values[i];
            if (i + 1 - recorded >= 7 + i % 26) { // of any length, begun anywhere
                together.record(ring, recorded, i + 1);
                recorded = i + 1;
            }
        }
        together.record(ring, recorded, size);
        assertAgrees(together.snapshot(), values);
        Distribution single = recorded(values);
        for (double percentile : PERCENTILES) {
            assertThat(together.snapshot().valueAtPercentile(percentile))
                    .isEqualTo(single.snapshot().valueAtPercentile(percentile));
        }
    }

    @ParameterizedTest(name = "{0}, {1} values")
    @MethodSource("shapes")
    void addTo_octaves_countsEachValueWhereItBelongs(String shape, int size, long[] values) {
        long[] expected = new long[Octaves.COUNT];
        for (long value : values) {
            expected[Octaves.of(Math.min(value, HOUR)) - Octaves.FIRST]++;
        }
        Octaves octaves = new Octaves();
        octaves.add(Octaves.FIRST, 7);

        recorded(values).addTo(octaves);

        for (int octave = Octaves.FIRST; octave <= Octaves.LAST; octave++) {
            assertThat(octaves.count(octave))
                    .as("octave %d", octave)
                    .isEqualTo(expected[octave - Octaves.FIRST] + (octave == Octaves.FIRST ? 7 : 0));
        }
    }

    @Test
    void octaveOf_borders_areExact() {
        assertThat(Octaves.of(0)).isEqualTo(Octaves.FIRST);
        assertThat(Octaves.of(511)).isEqualTo(8);
        assertThat(Octaves.of(512)).isEqualTo(9);
        assertThat(Octaves.of((1L << 20) - 1)).isEqualTo(19);
        assertThat(Octaves.of(1L << 20)).isEqualTo(20);
        assertThat(Octaves.of(HOUR)).isEqualTo(Octaves.LAST);
        assertThat(Octaves.of(Long.MAX_VALUE)).isEqualTo(Octaves.LAST);
    }

    @Test
    void record_negative_countsAsZero() {
        DistributionSnapshot snapshot = recorded(new long[] {-5, 10}).snapshot();
        assertThat(snapshot.min()).isZero();
        assertThat(snapshot.sum()).isEqualTo(10);
    }

    @Test
    void snapshot_laterRecords_doNotChangeIt() {
        for (int size : new int[] {3, 300}) {
            Distribution distribution = recorded(lots(size));
            DistributionSnapshot before = distribution.snapshot();
            long median = before.valueAtPercentile(50);
            for (int i = 0; i < 1_000; i++) {
                distribution.record(HOUR / 2);
            }
            assertThat(before.count()).isEqualTo(size);
            assertThat(before.valueAtPercentile(50)).isEqualTo(median);
            assertThat(cellsOf(before)).isEqualTo(size);
        }
    }

    @Test
    void snapshot_nothingRecorded_isEmptyAndZero() {
        DistributionSnapshot snapshot = new Distribution(Kind.COUNT).snapshot();
        assertThat(snapshot.isEmpty()).isTrue();
        assertThat(snapshot.min()).isZero();
        assertThat(snapshot.max()).isZero();
        assertThat(snapshot.mean()).isZero();
        assertThat(snapshot.valueAtPercentile(99)).isZero();
        assertThat(snapshot.explicitBuckets(new double[] {1, 2}, 1)).containsExactly(0, 0, 0);
    }

    @Test
    void valueAtPercentile_counts_areToldApartFromOne() {
        Distribution rows = new Distribution(Kind.COUNT);
        for (int i = 1; i <= 1_000; i++) {
            rows.record(i <= 900 ? 1 : 20);
        }
        DistributionSnapshot snapshot = rows.snapshot();
        assertThat(snapshot.valueAtPercentile(50)).isEqualTo(1);
        assertThat(snapshot.valueAtPercentile(99)).isEqualTo(20);
        assertThat(snapshot.mean()).isEqualTo((900 + 100 * 20) / 1_000.0);
    }

    /** 55 % of 20 values are 11 values; multiplied in another order they are 11.000000000000002, and the twelfth was told. */
    @Test
    void valueAtPercentile_percentileThatIsNoBinaryFraction_isNotOffByOne() {
        DistributionSnapshot snapshot =
                recorded(LongStream.rangeClosed(1, 20).toArray()).snapshot();
        assertThat(snapshot.valueAtPercentile(55)).isEqualTo(11);
    }

    @Test
    void explicitBuckets_fewValues_followTheConvention() {
        DistributionSnapshot snapshot = recorded(new long[] {1_000_000_000L, 1_000_000_001L, 5_000_000L})
                .snapshot();
        // (-inf, 0.005] (0.005, 1] (1, +inf)
        assertThat(snapshot.explicitBuckets(new double[] {0.005, 1}, DistributionSnapshot.NANOS_PER_SECOND))
                .containsExactly(1, 1, 1);
    }

    private static Distribution recorded(long[] values) {
        Distribution distribution = new Distribution(Kind.DURATION);
        for (long value : values) {
            distribution.record(value);
        }
        return distribution;
    }

    private static long[] lots(int size) {
        return LongStream.range(0, size).map(i -> 3_000 + i * 7_919 % 5_000_000).toArray();
    }

    private static long[] concat(long[] one, long[] other) {
        return LongStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }

    private static void assertAgrees(DistributionSnapshot snapshot, long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        assertThat(snapshot.count()).isEqualTo(sorted.length);
        assertThat(snapshot.sum()).isEqualTo(Arrays.stream(sorted).sum());
        assertThat(snapshot.min()).isEqualTo(sorted[0]);
        assertThat(snapshot.max()).isEqualTo(sorted[sorted.length - 1]);
        for (double percentile : PERCENTILES) {
            int rank = Math.max(1, (int) Math.ceil(percentile * sorted.length / 100));
            long exact = sorted[rank - 1];
            long lowest = Math.min(exact, HOUR);
            long told = snapshot.valueAtPercentile(percentile);
            assertThat(told)
                    .as("percentile %s of %d values, exactly %d", percentile, sorted.length, exact)
                    .isBetween(lowest - lowest / 100 - FINEST_CELL_NANOS, exact + exact / 100 + FINEST_CELL_NANOS)
                    .isBetween(snapshot.min(), snapshot.max());
        }
        assertThat(cellsOf(snapshot)).isEqualTo(sorted.length);
        double[] bounds = {0.000_01, 0.001, 0.005, 0.01, 0.1, 1, 10, 3_600};
        long[] buckets = snapshot.explicitBuckets(bounds, DistributionSnapshot.NANOS_PER_SECOND);
        assertThat(buckets).hasSize(bounds.length + 1);
        assertThat(Arrays.stream(buckets).sum()).isEqualTo(snapshot.count());
    }

    private static long cellsOf(DistributionSnapshot snapshot) {
        long[] count = new long[1];
        long[] previous = {Long.MIN_VALUE};
        snapshot.forEachCell((middle, cellCount) -> {
            assertThat(middle).isBetween(snapshot.min(), snapshot.max()).isGreaterThanOrEqualTo(previous[0]);
            assertThat(cellCount).isPositive();
            previous[0] = middle;
            count[0] += cellCount;
        });
        return count[0];
    }
}
