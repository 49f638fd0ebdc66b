package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlCases.SqlCase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NormalizeTest {
    static List<SqlCase> cases() {
        return SqlCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void analyze_caseOfTheFile_givesTextAndSummary(SqlCase given) {
        SqlPattern pattern = SqlAnalyzer.analyze(given.sql, given.dialect);

        assertThat(pattern.text()).isEqualTo(given.text);
        assertThat(pattern.summary()).isEqualTo(given.summary);
    }

    /** A pattern text that comes in as SQL, from a log or a second agent, is its own pattern. */
    @ParameterizedTest
    @MethodSource("cases")
    void analyze_patternText_isItsOwnPattern(SqlCase given) {
        SqlPattern pattern = SqlAnalyzer.analyze(given.sql, given.dialect);

        assertThat(SqlAnalyzer.analyze(pattern.text(), given.dialect).text()).isEqualTo(pattern.text());
    }
}
