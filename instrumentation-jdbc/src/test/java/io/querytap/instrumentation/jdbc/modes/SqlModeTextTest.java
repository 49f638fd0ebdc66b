package io.querytap.instrumentation.jdbc.modes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlModeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SET sql_mode = 'ANSI_QUOTES' | TO_ANSI_QUOTES",
                "set sql_mode='ansi_quotes,STRICT_ALL_TABLES'; | TO_ANSI_QUOTES",
                "SET SESSION sql_mode = \"ANSI\" | TO_ANSI_QUOTES",
                "SET LOCAL SQL_MODE := 'STRICT_ALL_TABLES,ORACLE' ; | TO_ANSI_QUOTES",
                "SET @@sql_mode=ANSI | TO_ANSI_QUOTES",
                "SET @@session.sql_mode = 'NO_BACKSLASH_ESCAPES' | TO_LITERAL_BACKSLASHES",
                "SET @@local.sql_mode = NO_BACKSLASH_ESCAPES | TO_LITERAL_BACKSLASHES",
                "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES' | TO_BOTH",
                "SET sql_mode = '' | TO_USUAL",
                "SET sql_mode = \"STRICT_TRANS_TABLES,NO_ZERO_DATE\" | TO_USUAL",
                "SET sql_mode = 'ANSI_QUOTES_2' | TO_USUAL",
            })
    void changeBySet_constant_isClear(String sql, ModeChange expected) {
        assertThat(SqlModeText.beginsWithSet(sql)).isTrue();
        assertThat(SqlModeText.changeBySet(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')",
                "SET sql_mode = ?",
                "SET sql_mode = @saved",
                "SET sql_mode = DEFAULT",
                "SET sql_mode = 4",
                "SET sql_mode =",
                "SET sql_mode",
                "SET GLOBAL sql_mode = 'ANSI_QUOTES'",
                "SET @@global.sql_mode = 'ANSI_QUOTES'",
                "SET @@session sql_mode = 'ANSI_QUOTES'",
                "SET @sql_mode = 'ANSI_QUOTES'",
                "SET sql_mode = 'ANSI_QUOTES', autocommit = 1",
                "SET autocommit = 1, sql_mode = 'ANSI_QUOTES'",
                "SET sql_mode = 'ANSI_QUOTES'; SET sql_mode = ''",
                "SET sql_mode = 'ANSI_QUOTES' -- x",
                "SET sql_mode = 'ANSI_QUOTES' ''",
                "SET sql_mode = 'ANSI_QUOTES",
                "SET sql_mode = 'ANSI_QUOTES\"",
                "SET sql_mode = 'ANSI_QUOTES , ANSI'",
                "SET sql_mode = ANSI,ORACLE",
                "SET /* x */ sql_mode = 'ANSI_QUOTES'",
                "SET STATEMENT sql_mode = 'ANSI_QUOTES' FOR SELECT 1",
                "SET @text = 'set sql_mode = \"\"'",
                "SET @x = 1; EXECUTE s",
            })
    void changeBySet_anythingElseWithTheMode_isUnclear(String sql) {
        assertThat(SqlModeText.beginsWithSet(sql)).isTrue();
        assertThat(SqlModeText.changeBySet(sql)).isEqualTo(ModeChange.UNCLEAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET NAMES utf8mb4", "SET @a = 'SQL MODE'", "SET autocommit=0", "set x"})
    void changeBySet_otherVariable_isNone(String sql) {
        assertThat(SqlModeText.changeBySet(sql)).isEqualTo(ModeChange.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "SET", "set", "SETTINGS x", "SET_x = 1", "SELECT 1", "\n\t", "/* x */ SET x = 1"})
    void beginsWithSet_somethingElse_isFalse(String sql) {
        assertThat(SqlModeText.beginsWithSet(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sql_mode",
                "select 1; set SQL_MODE=''",
                "/*!50000 set sql_mode='' */",
                "EXECUTE s",
                "select 1;eXecute immediate @q",
                "prepare s from 'set @@sql_mode=4'",
            })
    void mayChange_modeOrExecute_isTrue(String sql) {
        assertThat(SqlModeText.mayChange(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "x", "execut", "ql_mode", "select x from sql_x_mode where a_b = 'exe'", "xecute"})
    void mayChange_neither_isFalse(String sql) {
        assertThat(SqlModeText.mayChange(sql)).isFalse();
    }
}
