package io.querytap.core.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErlangCTest {
    /** Far more digits than a double has. */
    private static final MathContext DIGITS = new MathContext(60);

    @Test
    void probabilityOfWait_oneServer_isItsUtilisation() {
        assertThat(ErlangC.probabilityOfWait(1, 0.3)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void probabilityOfWait_againstTheDefinition_isTheSame() {
        for (int load = 1; load <= 100; load++) {
            for (int servers : new int[] {load + 1, load + 5, load + (int) Math.ceil(3 * Math.sqrt(load))}) {
                assertThat(ErlangC.probabilityOfWait(servers, load))
                        .as("a = %d, c = %d", load, servers)
                        .isCloseTo(byDefinition(servers, load), within(1e-12));
            }
        }
    }

    /** The sums of the textbook: (aᶜ/c!)·c/(c−a), over itself and the sum of aᵏ/k! for k below c. */
    private static double byDefinition(int servers, int offeredLoad) {
        BigDecimal load = BigDecimal.valueOf(offeredLoad);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < servers; k++) {
            sum = sum.add(term, DIGITS);
            term = term.multiply(load, DIGITS).divide(BigDecimal.valueOf(k + 1L), DIGITS);
        }
        BigDecimal waiting = term.multiply(BigDecimal.valueOf(servers), DIGITS)
                .divide(BigDecimal.valueOf((long) servers - offeredLoad), DIGITS);
        return waiting.divide(sum.add(waiting, DIGITS), DIGITS).doubleValue();
    }

    @Test
    void probabilityOfWait_noMoreServersThanLoad_isOne() {
        assertThat(ErlangC.probabilityOfWait(5, 5)).isEqualTo(1);
        assertThat(ErlangC.probabilityOfWait(5, 50)).isEqualTo(1);
    }

    @Test
    void probabilityOfWait_noLoad_isZero() {
        assertThat(ErlangC.probabilityOfWait(1, 0)).isZero();
    }

    @Test
    void probabilityOfWait_thousandsOfServers_isAProbability() {
        assertThat(ErlangC.probabilityOfWait(5_200, 5_000)).isBetween(1e-4, 0.01);
        assertThat(ErlangC.probabilityOfWait(5_001, 5_000)).isBetween(0.95, 1.0);
    }

    @Test
    void serversFor_oneInAHundred_isThatOfTheTables() {
        assertThat(List.of(1, 2, 5, 10, 20, 50))
                .extracting(load -> ErlangC.serversFor(load, 0.01))
                .containsExactly(5, 7, 12, 19, 32, 68);
    }

    @Test
    void serversFor_anyLoad_isTheSmallest() {
        for (double load = 0.1; load < 200; load *= 1.3) {
            int servers = ErlangC.serversFor(load, 0.01);
            assertThat(ErlangC.probabilityOfWait(servers, load)).isLessThanOrEqualTo(0.01);
            assertThat(servers == 1 ? 1 : ErlangC.probabilityOfWait(servers - 1, load))
                    .isGreaterThan(0.01);
        }
    }
}
