package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against printed tables of Student's and the normal distribution. */
class ChanceTest {
    @ParameterizedTest
    @CsvSource({
        "0, 5, 1",
        "1, 1, 0.5",
        "12.7062, 1, 0.05",
        "2.22814, 10, 0.05",
        "-2.22814, 10, 0.05",
        "3.16927, 10, 0.01",
        "2.00030, 60, 0.05",
        "1.959964, 1e12, 0.05",
        "3.290527, 1e12, 0.001",
        "6, 1e12, 1.973175e-9",
        "0.1, 1e6, 0.920344"
    })
    void ofBothSides_knownValues_asInTheTables(double t, double degrees, double expected) {
        assertThat(Chance.ofBothSides(t, degrees)).isCloseTo(expected, Percentage.withPercentage(0.01));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 10, 2.22814", "0.05, 1e12, 1.959964", "0.32, 3, 1.1889", "0.01, 1, 63.6567"})
    void quantileOfBothSides_knownValues_asInTheTables(double probability, double degrees, double expected) {
        assertThat(Chance.quantileOfBothSides(probability, degrees)).isCloseTo(expected, within(expected * 0.001));
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "Infinity, 0", "-Infinity, 0"})
    void ofBothSides_noNumber_certainOrImpossible(double t, double expected) {
        assertThat(Chance.ofBothSides(t, 7)).isEqualTo(expected);
    }
}
