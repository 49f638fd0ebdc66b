package io.querytap.core.pattern.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.facts.FactCases.FactCase;
import io.querytap.core.pattern.lexis.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code cacheable.txt} says of keeping the result of a text. */
class CacheableCasesTest {
    static List<FactCase> cases() {
        return FactCases.of("cacheable.txt", Set.of("cacheable"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cacheability_caseOfTheFile_isYesOrItsReason(FactCase given) {
        SqlFacts facts = SqlAnalyzer.analyze(given.sql, given.dialect).facts();
        Cacheability cacheability = Cacheability.of(facts, given.dialect);

        String said = cacheability.isCacheable() ? "yes" : "no, " + cacheability.reason();
        assertThat(said).isEqualTo(given.value("cacheable"));
    }

    /** So that a slip of the pen in the file is not taken for a fault of the reader. */
    @Test
    void cases_expectation_isYesOrAReasonThatExists() {
        assertThat(cases()).hasSizeGreaterThan(250).allSatisfy(given -> {
            String expected = Objects.requireNonNull(given.value("cacheable"), given.toString());
            if (!expected.equals("yes") && !expected.startsWith("no, function ")) {
                assertThat(expected).startsWith("no, ");
                String reason = expected.substring("no, ".length()).toUpperCase(Locale.ROOT);
                assertThat(Obstacle.valueOf(reason)).isNotNull();
            }
        });
    }

    @Test
    void cases_everyDialect_hasBothAnswers() {
        for (Dialect dialect : Dialect.values()) {
            assertThat(cases())
                    .filteredOn(given -> given.dialect == dialect)
                    .extracting(given -> given.value("cacheable").equals("yes"))
                    .as(dialect.name())
                    .contains(true, false);
        }
    }
}
