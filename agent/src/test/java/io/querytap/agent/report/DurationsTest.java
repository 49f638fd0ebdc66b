package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, 0",
        "1, 1 ns",
        "999, 999 ns",
        "1000, 1.00 µs",
        "9994, 9.99 µs",
        "9996, 10.0 µs",
        "172300, 172 µs",
        "999499, 999 µs",
        "999500, 1.00 ms",
        "12345678, 12.3 ms",
        "999600000, 1.00 s",
        "59940000000, 59.9 s",
        "59960000000, 1m 00s",
        "125000000000, 2m 05s",
        "3599600000000, 1h 00m",
        "11220000000000, 3h 07m",
    })
    void format_anyLength_threeDigitsAndFittingUnit(long nanos, String expected) {
        assertThat(Durations.format(nanos)).isEqualTo(expected);
    }
}
