package io.querytap.core.pattern.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImmutableFunctionsTest {
    @ParameterizedTest
    @EnumSource
    void contains_commonFunctions_everyDialect(Dialect dialect) {
        for (String name : new String[] {"coalesce", "COALESCE", "Lower", "count", "max", "nullif"}) {
            assertThat(ImmutableFunctions.contains(new FunctionCall(name, 1), dialect))
                    .as(name)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void contains_clockChanceAndSession_noDialect(Dialect dialect) {
        String[] names = {
            "now",
            "current_date",
            "current_timestamp",
            "sysdate",
            "getdate",
            "random",
            "rand",
            "gen_random_uuid",
            "newid",
            "user",
            "current_user",
            "session_user",
            "nextval",
            "currval",
            "last_insert_id",
            "sleep",
            "pg_sleep",
            "get_lock",
            "version",
            "database",
            "my_function",
            "",
            "/",
            "dbo.lower",
            "\"lower\"",
            "group_concat",
            "string_agg",
            "array_agg",
            "listagg"
        };
        for (String name : names) {
            for (int arguments = 0; arguments < 4; arguments++) {
                assertThat(ImmutableFunctions.contains(new FunctionCall(name, arguments), dialect))
                        .as(name + '/' + arguments)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, round, 2, true",
        "POSTGRESQL, round, 3, false",
        "POSTGRESQL, date_trunc, 2, false",
        "POSTGRESQL, DATE_TRUNC, 3, true",
        "POSTGRESQL, coalesce, 200, true",
        "POSTGRESQL, age, 1, false",
        "POSTGRESQL, age, 2, true",
        "POSTGRESQL, jsonb_set, 64, false",
        "ORACLE, trunc, 1, true",
        "ORACLE, trunc, 2, false",
        "SQLSERVER, CONVERT, 2, true",
        "SQLSERVER, CONVERT, 3, false",
        "CLICKHOUSE, toInt32, 1, true",
        "CLICKHOUSE, toint32, 1, true",
        "CLICKHOUSE, toDate, 1, false",
        "OTHER, format, 2, false",
        "HSQLDB, uuid, 0, false",
        "MARIADB, UUID, 0, false",
        "MARIADB, UUID, 1, true",
    })
    void contains_numberOfArguments_isPartOfTheName(Dialect dialect, String name, int arguments, boolean expected) {
        assertThat(ImmutableFunctions.contains(new FunctionCall(name, arguments), dialect))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void listed_everyEntry_isAPlainName(Dialect dialect) {
        assertThat(ImmutableFunctions.listed(dialect)).isNotEmpty().allSatisfy((name, arguments) -> {
            assertThat(name).matches("[a-z_0-9]+");
            assertThat(arguments).isNotZero();
        });
    }

    /** What an unknown server is trusted with must hold for every known one that has the function. */
    @Test
    void listed_other_isNoMoreThanTheBigFourAllow() {
        ImmutableFunctions.listed(Dialect.OTHER).forEach((name, arguments) -> {
            for (Dialect dialect :
                    new Dialect[] {Dialect.POSTGRESQL, Dialect.MYSQL, Dialect.SQLSERVER, Dialect.SQLITE}) {
                Long there = ImmutableFunctions.listed(dialect).get(name);
                if (there != null && arguments != -1L) {
                    assertThat(there & arguments).as(name + " of " + dialect).isEqualTo(arguments);
                }
            }
        });
    }
}
