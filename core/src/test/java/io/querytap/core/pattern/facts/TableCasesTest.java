package io.querytap.core.pattern.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.facts.FactCases.FactCase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of {@code tables.txt}. */
class TableCasesTest {
    private static final Set<String> KEYS = Set.of("reads", "writes", "parsed", "operation", "statements");

    private static final Set<String> PARSED = Set.of("no", "any");

    static List<FactCase> cases() {
        return FactCases.of("tables.txt", KEYS);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void facts_caseOfTheFile_nameItsTables(FactCase given) {
        SqlFacts facts = SqlAnalyzer.analyze(given.sql, given.dialect).facts();

        String parsed = given.value("parsed");
        if (parsed == null || parsed.equals("no")) {
            assertThat(facts.parsed()).as("parsed").isEqualTo(parsed == null);
        }
        if (facts.parsed()) {
            assertThat(facts.tablesRead()).as("reads").containsExactlyElementsOf(given.list("reads"));
            assertThat(facts.tablesWritten()).as("writes").containsExactlyElementsOf(given.list("writes"));
        } else {
            assertThat(given.list("reads")).as("at most these are read").containsAll(facts.tablesRead());
            assertThat(given.list("writes")).as("at most these are written").containsAll(facts.tablesWritten());
        }
        if (given.value("operation") != null) {
            assertThat(facts.operation()).as("operation").isEqualTo(given.value("operation"));
        }
        if (given.value("statements") != null) {
            assertThat(Integer.toString(facts.statements())).as("statements").isEqualTo(given.value("statements"));
        }
    }

    @Test
    void cases_parsed_isNoOrAnyWhereItIsGiven() {
        assertThat(cases()).hasSizeGreaterThan(250).allSatisfy(given -> {
            if (given.value("parsed") != null) {
                assertThat(PARSED).contains(given.value("parsed"));
            }
        });
    }
}
