package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.core.pattern.SqlCases.SqlCase;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Lexer;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Properties that hold for every statement at hand, with values drawn at random; the seed is in every failure. */
class LeakPropertyTest {
    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 8;

    /** Longer statements add time and no construct. */
    private static final int MAX_CUT_LENGTH = 160;

    private static final String MARK = "Wq9Wq";
    private static final String DIGITS = "9313939";

    private static Path throughputFile() {
        String configured = System.getProperty("querytap.corpora");
        Path folder = configured != null ? Paths.get(configured) : Paths.get("..", "..", "shared", "corpora", "sql");
        return folder.resolve("throughput.sql.jsonl");
    }

    static boolean throughputPresent() {
        return Files.isRegularFile(throughputFile());
    }

    @Test
    void normalize_ownStatementsWithRandomValues_keepTextAndId() {
        Random random = new Random(SEED);
        LiteralSwap swap = new LiteralSwap(random, MARK, DIGITS);
        int compared = 0;
        for (SqlCase given : SqlCases.all()) {
            String original = Shown.of(given.sql, given.dialect, SqlModes.UNKNOWN);
            for (int round = 0; round < ROUNDS; round++) {
                String sql = swap.swap(given.sql, given.dialect);
                SqlPattern pattern = assertNoValue(sql, given.dialect);
                if (swap.swapped && swap.readable && !swap.tricky && given.dialect != Dialect.OTHER) {
                    assertThat(Shown.of(pattern)).as("seed %s: %s", SEED, sql).isEqualTo(original);
                    compared++;
                }
            }
        }
        assertThat(compared).as("statements that were compared").isGreaterThan(300);
    }

    @Test
    void normalize_ownStatementsInAllDialects_showNoValue() {
        LiteralSwap swap = new LiteralSwap(new Random(SEED), MARK, DIGITS);
        for (SqlCase given : SqlCases.all()) {
            for (Dialect dialect : Dialect.values()) {
                String sql = swap.swap(given.sql, dialect);
                if (swap.swapped && swap.readable) {
                    assertNoValue(sql, dialect);
                }
            }
        }
    }

    @Test
    @EnabledIf("throughputPresent")
    void normalize_throughputStatementsInAllDialects_showNoValue() throws IOException {
        Random random = new Random(SEED);
        LiteralSwap swap = new LiteralSwap(random, MARK, DIGITS);
        int seen = 0;
        for (String statement : throughput()) {
            for (Dialect dialect : Dialect.values()) {
                String sql = swap.swap(statement, dialect);
                if (swap.swapped && swap.readable) {
                    assertNoValue(sql, dialect);
                    seen++;
                }
            }
        }
        assertThat(seen).isGreaterThan(10_000);
    }

    @Test
    @EnabledIf("throughputPresent")
    void normalize_throughputStatementsCutAtEveryCharacter_showNoValue() throws IOException {
        Random random = new Random(SEED);
        LiteralSwap swap = new LiteralSwap(random, MARK, DIGITS);
        int statements = 0;
        int number = 0;
        for (String statement : throughput()) {
            Dialect dialect = Dialect.values()[number++ % Dialect.values().length];
            if (number % 6 != 0 || statement.length() > MAX_CUT_LENGTH) {
                continue;
            }
            String sql = swap.swap(statement, dialect);
            if (swap.swapped && swap.readable) {
                statements++;
                for (int length = 0; length < sql.length(); length++) {
                    assertNoValue(sql.substring(0, length), dialect);
                }
            }
        }
        assertThat(statements).isGreaterThan(500);
    }

    @Test
    void normalize_otherSpacingCommentsAndLetterCase_keepId() {
        Random random = new Random(SEED);
        int compared = 0;
        for (SqlCase given : SqlCases.all()) {
            SqlPattern original = Shown.pattern(given.sql, given.dialect, SqlModes.UNKNOWN);
            for (int round = 0; round < ROUNDS; round++) {
                String variant = respaced(given.sql, given.dialect, random);
                if (variant != null) {
                    assertThat(Shown.pattern(variant, given.dialect, SqlModes.UNKNOWN)
                                    .hexId())
                            .as("seed %s: %s", SEED, variant)
                            .isEqualTo(original.hexId());
                    compared++;
                }
            }
        }
        assertThat(compared).as("statements that were compared").isGreaterThan(1_000);
    }

    @Test
    void normalize_longerListsAndMoreRows_keepId() {
        int compared = 0;
        for (SqlCase given : SqlCases.all()) {
            String text =
                    Shown.pattern(given.sql, given.dialect, SqlModes.UNKNOWN).text();
            String longer =
                    text.replace("IN (?)", "IN (?, 5, 'x',?)").replaceFirst("(VALUES )(\\([?, ]+\\))$", "$1$2,$2 , $2");
            if (!longer.equals(text)) {
                assertThat(Shown.pattern(longer, given.dialect, SqlModes.UNKNOWN)
                                .hexId())
                        .as(longer)
                        .isEqualTo(Shown.pattern(text, given.dialect, SqlModes.UNKNOWN)
                                .hexId());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5);
    }

    /** Null where the text could not be read to its end, so that its gaps are not known. */
    private static @Nullable String respaced(String sql, Dialect dialect, Random random) {
        String[] gaps = {" ", "  ", "\n", "\t \r\n", " /* Zq's */ ", "/**/", " -- it's \"Zq\n"};
        Lexer lexer = new Lexer(sql, DialectRules.of(dialect, SqlModes.UNKNOWN));
        StringBuilder result = new StringBuilder();
        int end = 0;
        while (lexer.next() != Lexer.Kind.END) {
            if (end < lexer.start) {
                boolean edge = lexer.inHint || lexer.kind == Lexer.Kind.MARK;
                result.append(edge ? " " : gaps[random.nextInt(gaps.length)]);
            }
            String token = sql.substring(lexer.start, lexer.end);
            boolean foldable = lexer.kind == Lexer.Kind.WORD && !lexer.inHint;
            result.append(foldable ? otherCase(token, random) : token);
            end = lexer.end;
        }
        return lexer.malformed ? null : result.toString();
    }

    private static String otherCase(String word, Random random) {
        StringBuilder result = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 0x80 && Character.isLetter(c) && random.nextBoolean()) {
                result.setCharAt(i, (char) (c ^ 0x20));
            }
        }
        return result.toString();
    }

    private static SqlPattern assertNoValue(String sql, Dialect dialect) {
        SqlPattern pattern = Shown.pattern(sql, dialect, SqlModes.UNKNOWN);
        String shown = Shown.of(pattern);
        if (shown.contains("Wq") || shown.contains("93")) {
            assertThat(shown)
                    .as("seed %s, %s: %s", SEED, dialect, sql)
                    .doesNotContain("Wq")
                    .doesNotContain("93");
        }
        return pattern;
    }

    /** Without those in which the marks occur already. */
    private static List<String> throughput() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> statements = new ArrayList<>();
        for (String line : Files.readAllLines(throughputFile())) {
            JsonNode sql = json.readTree(line).get("sql");
            if (!sql.asText().contains("Wq") && !sql.asText().contains("93")) {
                statements.add(sql.asText());
            }
        }
        return statements;
    }
}
