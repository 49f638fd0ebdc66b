package io.querytap.core.pool.sizing;

import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_MILLI;
import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SizingTextTest {
    @Test
    void of_poolThatIsTooSmall_namesBothWaysOut() {
        Stretch stretch = Arrivals.poisson(10_000, 200, 0.04, 0.6, 2); // 8 Erlang, 3.2 of them busy

        List<String> text = text(stretch, 9, Nesting.NONE, 0.9);

        assertThat(text.get(0))
                .matches(
                        "9 → 16 connections: p99 wait \\d+ → \\S+ ms; or keep 9 and hold them only while the database works:"
                                + " \\d+ → 0 ms\\.");
        assertThat(text.get(1)).startsWith("The pool was 90 % full in its busiest minute");
    }

    @Test
    void of_leasesThatAreNeverIdle_namesOneWayOut() {
        assertThat(text(Arrivals.poisson(10_000, 200, 0.04, 0, 2), 9, Nesting.NONE, 0.9)
                        .get(0))
                .matches("9 → 16 connections: p99 wait \\d+ → \\S+ ms\\.");
    }

    @Test
    void of_largePool_saysWhatWouldHaveBeenEnough() {
        assertThat(text(Arrivals.poisson(10_000, 200, 0.005, 0, 2), 20, Nesting.NONE, 0.1))
                .first()
                .asString()
                .matches("5 connections would have been enough: p99 wait 0 → \\S+ ms; the other 15 are reserve\\.");
    }

    @Test
    void of_fullPool_saysThatMoreMayBeWanted() {
        assertThat(text(Arrivals.poisson(10_000, 200, 0.04, 0, 2), 8, Nesting.NONE, 0.99))
                .anyMatch(sentence -> sentence.contains("more may be wanted than was seen"));
    }

    @Test
    void of_nestedBorrowersInASmallPool_warns() {
        assertThat(text(Arrivals.poisson(10_000, 200, 0.04, 0, 2), 8, new Nesting(20, 2), 0.5))
                .anyMatch(sentence -> sentence.startsWith("Deadlock hazard: 20 threads need 2 connections each"))
                .first()
                .asString()
                .startsWith("8 → 21 connections");
    }

    @Test
    void of_databaseThatSlowsDown_saysSoFirstAndAdvisesNoMore() {
        Stretch.Builder builder = Stretch.builder(4_000);
        for (int wave = 0; wave < 300; wave++) {
            int inUse = 1 + wave % 10;
            for (int i = 0; i < inUse; i++) {
                long asked = wave * 200 * NANOS_PER_MILLI + i;
                long held = inUse * 15 * NANOS_PER_MILLI;
                builder.lease(asked, asked, asked + held, held, 1);
            }
        }

        List<String> text = text(builder.build(0, 60 * NANOS_PER_SECOND), 4, Nesting.NONE, 0.5);

        assertThat(text.get(0))
                .startsWith(
                        "The database is the bottleneck, not the pool: with 10 connections in use the same work takes 150 ms,"
                                + " with 5 only 75 ms (rank correlation 1.00 over 1,650 leases).");
        assertThat(text.get(1)).startsWith("4 connections are right");
    }

    @Test
    void of_unknownSize_saysWhatWouldDo() {
        assertThat(text(Arrivals.poisson(10_000, 200, 0.005, 0, 2), -1, Nesting.NONE, -1)
                        .get(0))
                .isEqualTo("5 connections would do: one borrower in a hundred would wait.");
    }

    private static List<String> text(Stretch stretch, int max, Nesting nesting, double utilisation) {
        return SizingText.of(SizingStudy.of(stretch, max, nesting, SizeLimits.UNKNOWN), utilisation);
    }
}
