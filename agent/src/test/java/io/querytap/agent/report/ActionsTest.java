package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.PlayedLeases;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolStats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActionsTest {
    private static final long SLOW = 500 * Observed.MILLI;
    private static final String LIST = "shop.Orders.list(Orders.java:40)";
    private static final String TOTAL = "shop.Cart.total(Cart.java:12)";

    private final Observed observed = new Observed();
    private int patterns;

    private List<Actions.Action> actions() {
        return Actions.of(observed.snapshot(), SLOW);
    }

    private Finding.Builder finding(Kind kind, Severity severity, String site) {
        return Finding.of(kind, Observed.SHOP, String.format("%016x", ++patterns), "select order")
                .severity(severity)
                .confidence(Confidence.CONFIRMED)
                .callSite(site, site == null ? List.of() : List.of(site))
                .what("It was seen.");
    }

    @Test
    void of_nothingFound_isEmpty() {
        observed.succeeded("SELECT a FROM t", 1_000, Observed.MILLI);

        assertThat(actions()).isEmpty();
    }

    @Test
    void of_aMeasuredSaving_isPredictedInTimeAndShare() {
        observed.succeeded("SELECT a FROM t", 1_000, Observed.MILLI);
        observed.raise(finding(Kind.N_PLUS_ONE, Severity.WARNING, LIST)
                .impactNanos(300 * Observed.MILLI)
                .build());

        Actions.Action action = actions().get(0);

        assertThat(action.title()).isEqualTo("Read at once what is now read row by row: Orders.list(Orders.java:40)");
        assertThat(action.why()).isEqualTo("It was seen.");
        assertThat(action.savedNanos()).hasValue(300 * Observed.MILLI);
        assertThat(action.gain()).isEqualTo("saves about 300 ms (30 % of the time in the database)");
        assertThat(action.findings()).containsExactly(0);
        assertThat(action.pool()).isNull();
    }

    @Test
    void of_suspicions_areNoAction() {
        observed.succeeded("SELECT a FROM t", 1_000, Observed.MILLI);
        observed.raise(finding(Kind.N_PLUS_ONE, Severity.HIGH, LIST)
                .confidence(Confidence.SUSPECT)
                .impactNanos(Observed.SECOND)
                .build());

        assertThat(actions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"WARNING, 2, 1", "WARNING, 0, 0", "INFO, 11, 1", "INFO, 9, 0", "HIGH, 0, 1"})
    void of_smallSavings_areWorthDoingFromAShareOn(Severity severity, int savedMillis, int expected) {
        observed.succeeded("SELECT a FROM t", 1_000, Observed.MILLI);
        observed.raise(finding(Kind.REDUNDANT_QUERY, severity, LIST)
                .impactNanos(savedMillis * Observed.MILLI + 1)
                .build());

        assertThat(actions()).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({"WARNING, 1", "INFO, 0"})
    void of_savingsThatNobodyMeasured_areWorthDoingIfItIsGrave(Severity severity, int expected) {
        observed.raise(finding(Kind.UNPARAMETERIZED_SQL, severity, LIST)
                .evidence("distinctTexts", 120)
                .build());

        List<Actions.Action> actions = actions();

        assertThat(actions).hasSize(expected);
        assertThat(actions).allSatisfy(action -> {
            assertThat(action.savedNanos()).isEmpty();
            assertThat(action.gain()).isEqualTo("one text to parse instead of 120");
        });
    }

    @Test
    void of_findingsOfOneLine_areOneActionWithTheLargestSaving() {
        observed.succeeded("SELECT a FROM t", 1_000, Observed.MILLI);
        observed.raise(finding(Kind.LARGE_RESULT, Severity.WARNING, LIST).build());
        observed.raise(finding(Kind.REDUNDANT_QUERY, Severity.WARNING, LIST)
                .impactNanos(20 * Observed.MILLI)
                .build());
        observed.raise(finding(Kind.SLOW_QUERY, Severity.HIGH, LIST)
                .impactNanos(10 * Observed.MILLI)
                .build());

        List<Actions.Action> actions = actions();

        assertThat(actions).hasSize(1);
        assertThat(actions.get(0).title()).startsWith("Make a slow query faster: Orders.list");
        assertThat(actions.get(0).why()).isEqualTo("It was seen. Also found: Redundant identical query, Large result.");
        assertThat(actions.get(0).savedNanos()).hasValue(20 * Observed.MILLI);
        assertThat(actions.get(0).gain()).startsWith("saves about 20.0 ms");
        assertThat(actions.get(0).findings()).containsExactly(0, 1, 2);
    }

    @Test
    void of_manyCauses_gravestThenCostliestThree() {
        observed.succeeded("SELECT a FROM t", 1_000, Observed.MILLI);
        for (int i = 1; i <= 4; i++) {
            observed.raise(finding(Kind.N_PLUS_ONE, Severity.WARNING, "shop.A.b(A.java:" + i + ")")
                    .impactNanos(i * 100 * Observed.MILLI)
                    .build());
        }
        observed.raise(finding(Kind.UNCOMMITTED_RETURN, Severity.HIGH, TOTAL).build());

        assertThat(actions())
                .extracting(Actions.Action::title)
                .containsExactly(
                        "Commit or roll back before a connection goes back: Cart.total(Cart.java:12)",
                        "Read at once what is now read row by row: A.b(A.java:4)",
                        "Read at once what is now read row by row: A.b(A.java:3)");
    }

    @Test
    void of_findingsOfOnePool_areOneAction() {
        observed.pool("orders", () -> new PoolGauges.Reading(4, 0, 4, 0, 4, 0));
        observed.raise(finding(Kind.CONNECTION_HELD_IDLE, Severity.HIGH, TOTAL)
                .evidence("pool", "orders")
                .evidence("capacityFreed", 0.9)
                .build());
        observed.raise(Finding.of(Kind.POOL_WAIT, Observed.SHOP, "", "")
                .severity(Severity.WARNING)
                .confidence(Confidence.CONFIRMED)
                .evidence("pool", "orders")
                .evidence("cause", "held_idle")
                .impactNanos(5 * Observed.SECOND)
                .build());

        List<Actions.Action> actions = actions();

        assertThat(actions).hasSize(1);
        assertThat(actions.get(0).title())
                .isEqualTo("Hold connections of pool orders only while they are used: Cart.total(Cart.java:12)");
        assertThat(actions.get(0).pool()).isEqualTo("orders");
        assertThat(actions.get(0).savedNanos()).isEmpty(); // how much of the waiting goes away nobody knows
        assertThat(actions.get(0).gain()).isEqualTo("frees 90 % of what these leases hold");
        assertThat(actions.get(0).findings()).containsExactly(0, 1);
    }

    @Test
    void of_aWaitThatMoreConnectionsWouldEnd_isPredictedByTheReplay() {
        PoolStats pool = observed.pool("orders", () -> new PoolGauges.Reading(2, 2, 2, 0, 2, 0));
        new PlayedLeases(pool, Observed.SHOP, 2)
                .play(200, /* perSecond= */ 12, /* busyMillis= */ 140, /* idleMillis= */ 0);
        observed.raise(Finding.of(Kind.POOL_WAIT, Observed.SHOP, "", "")
                .severity(Severity.WARNING)
                .confidence(Confidence.CONFIRMED)
                .evidence("pool", "orders")
                .evidence("cause", "too_small")
                .impactNanos(5 * Observed.SECOND)
                .what("They waited.")
                .build());

        Actions.Action action = actions().get(0);

        assertThat(action.title()).matches("Give pool orders \\d+ connections instead of 2");
        assertThat(action.gain()).matches("p99 of a wait in the busiest minute: [0-9.]+ m?s → (0|[0-9.]+ [µm]?s)");
        assertThat(action.why()).isEqualTo("They waited.");
        assertThat(actions()).hasSize(1);
    }

    @Test
    void of_aPoolThatIsTooSmallWithoutFinding_isAnActionOfItsOwn() {
        PoolStats pool = observed.pool("orders", () -> new PoolGauges.Reading(2, 2, 2, 0, 2, 0));
        new PlayedLeases(pool, Observed.SHOP, 2)
                .play(200, /* perSecond= */ 12, /* busyMillis= */ 140, /* idleMillis= */ 0);

        Actions.Action action = actions().get(0);

        assertThat(action.title()).matches("Give pool orders \\d+ connections instead of 2");
        assertThat(action.pool()).isEqualTo("orders");
        assertThat(action.findings()).isEmpty();
        assertThat(action.gain()).startsWith("p99 of a wait in the busiest minute: ");
    }

    @Test
    void of_aPoolWithRoom_isNoAction() {
        PoolStats pool = observed.pool("orders", () -> new PoolGauges.Reading(20, 2, 20, 0, 2, 0));
        new PlayedLeases(pool, Observed.SHOP, 20)
                .play(200, /* perSecond= */ 20, /* busyMillis= */ 20, /* idleMillis= */ 0);

        assertThat(actions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "held_idle, Hold connections",
        "held_busy, Shorten the work",
        "nested_acquisition, Let a thread have one",
        "connection_leak, Give all connections",
        "cpu_starvation, Give the JVM more processor time",
        "cannot_create, See why connections",
        "database_saturated, Ask less of the database",
        "too_small, Give the pool more connections: orders"
    })
    void title_waits_followsTheCause(String cause, String title) {
        observed.pool("orders", () -> PoolGauges.Reading.NOTHING);
        observed.raise(Finding.of(Kind.POOL_TIMEOUT, Observed.SHOP, "", "")
                .severity(Severity.HIGH)
                .confidence(Confidence.CONFIRMED)
                .evidence("pool", "orders")
                .evidence("cause", cause)
                .impactNanos(2 * Observed.SECOND)
                .build());

        Actions.Action action = actions().get(0);

        assertThat(action.title()).startsWith(title);
        assertThat(action.gain()).isEqualTo("up to 2.00 s of waiting");
    }

    @Test
    void gain_timeOuts_areCounted() {
        observed.pool("orders", () -> PoolGauges.Reading.NOTHING);
        observed.raise(finding(Kind.POOL_TIMEOUT, Severity.HIGH, TOTAL)
                .evidence("pool", "orders")
                .evidence("cause", "held_busy")
                .evidence("timeouts", 6)
                .impactNanos(2 * Observed.SECOND)
                .build());

        assertThat(actions().get(0).gain()).isEqualTo("up to 6 time-outs and 2.00 s of waiting");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void of_anyKind_hasTitleAndGain(Kind kind) {
        observed.raise(finding(kind, Severity.HIGH, LIST).build());

        Actions.Action action = actions().get(0);

        assertThat(action.title()).endsWith(": Orders.list(Orders.java:40)").doesNotStartWith(":");
        assertThat(action.gain()).isNotEmpty();
    }
}
