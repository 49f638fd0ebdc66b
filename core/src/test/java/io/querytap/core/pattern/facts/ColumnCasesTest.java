package io.querytap.core.pattern.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.facts.FactCases.FactCase;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits, columns, functions and number of statements of {@code columns.txt}. */
class ColumnCasesTest {
    private static final Set<String> KEYS = Set.of("limits", "uses", "calls", "statements");

    static List<FactCase> cases() {
        return FactCases.of("columns.txt", KEYS);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void facts_caseOfTheFile_nameLimitsColumnsAndFunctions(FactCase given) {
        SqlFacts facts = SqlAnalyzer.analyze(given.sql, given.dialect).facts();

        if (given.value("limits") != null) {
            assertThat(facts.rowLimits())
                    .as("limits")
                    .extracting(ColumnCasesTest::written)
                    .isEqualTo(expected(given, "limits"));
        }
        if (given.value("uses") != null) {
            assertThat(facts.columnUses())
                    .as("uses")
                    .extracting(ColumnCasesTest::written)
                    .isEqualTo(expected(given, "uses"));
        }
        if (given.value("calls") != null) {
            assertThat(facts.functions())
                    .as("calls")
                    .extracting(FunctionCall::toString)
                    .isEqualTo(expected(given, "calls"));
        }
        if (given.value("statements") != null) {
            assertThat(Integer.toString(facts.statements())).as("statements").isEqualTo(given.value("statements"));
        }
    }

    /** Where a limit's value begins is where the text has it, after the words and brackets before it. */
    @ParameterizedTest
    @MethodSource("cases")
    void rowLimits_parameter_standsAtThePosition(FactCase given) {
        for (RowLimit limit :
                SqlAnalyzer.analyze(given.sql, given.dialect).facts().rowLimits()) {
            assertThat(limit.position()).isBetween(0, given.sql.length() - 1);
            if (limit.parameter() != RowLimit.NO_PARAMETER) {
                assertThat(given.sql.charAt(limit.position())).isIn('?', '$', ':', '@');
            }
        }
    }

    @Test
    void cases_everyOne_saysSomething() {
        assertThat(cases())
                .hasSizeGreaterThan(80)
                .allSatisfy(given -> assertThat(KEYS.stream()
                                .map(given::value)
                                .filter(value -> value != null)
                                .collect(Collectors.toList()))
                        .isNotEmpty());
    }

    private static List<String> expected(FactCase given, String key) {
        return "none".equals(given.value(key)) ? List.of() : given.list(key);
    }

    private static String written(RowLimit limit) {
        String kind = limit.kind().name().toLowerCase(Locale.ROOT);
        return limit.parameter() == RowLimit.NO_PARAMETER ? kind : kind + ' ' + limit.parameter();
    }

    private static String written(ColumnUse use) {
        String table = use.table() == null ? "?" : use.table();
        return table + ' ' + use.column() + ' ' + kind(use.kind());
    }

    private static String kind(ColumnUse.Kind kind) {
        switch (kind) {
            case EQUALITY:
                return "=";
            case RANGE:
                return "<";
            case JOIN:
                return "join";
            case ORDER_ASCENDING:
                return "asc";
            default:
                return "desc";
        }
    }
}
