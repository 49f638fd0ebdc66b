package io.querytap.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "report, report, 0",
        "reprot, report, 1",
        "repor, report, 1",
        "rreport, report, 1",
        "rapport, report, 2",
        "kitten, sitting, 3",
        "ca, abc, 3",
        "'', abc, 3",
        "abc, '', 3",
        "'', '', 0"
    })
    void between_twoWords_countsTheSlips(String left, String right, int slips) {
        assertThat(EditDistance.between(left, right)).isEqualTo(slips);
        assertThat(EditDistance.between(right, left)).isEqualTo(slips);
    }
}
