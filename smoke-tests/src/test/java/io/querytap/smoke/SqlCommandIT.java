package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.smoke.jvm.Agent;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Outcome;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code java -jar querytap-agent.jar sql}, fed as by a script: many lines, of which some are nonsense. */
class SqlCommandIT {
    private static final int LINES = 10_000;

    /** Of so many lines the last is nonsense. */
    private static final int BAD_EVERY = 50;

    private static final String[] BAD_LINES = {
        "", "SELECT 'hush'", "{\"sql\":17}", "{\"sql\":\"SELECT 'hush'\"", "[\"hush\"]", "{\"statement\":\"hush\"}"
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void standardInput_ofManyLines_isAnsweredLineByLine(Jdk jdk) throws IOException {
        Path input = Files.write(temporary.resolve("input.jsonl"), lines());

        // The platform's charset has no ü, and the answers have it all the same.
        Outcome outcome = JvmRun.on(jdk)
                .property("file.encoding", "US-ASCII")
                .property("stdout.encoding", "US-ASCII")
                .standardInput(input)
                .jar(Agent.jar(), "sql")
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stderr()).isEmpty();
        assertThat(outcome.stdout()).doesNotContain("hush");
        List<String> answers = outcome.stdout().lines().toList();
        assertThat(answers).hasSize(LINES);
        Set<String> ids = new HashSet<>();
        for (int line = 1; line <= LINES; line++) {
            JsonNode answer = JSON.readTree(answers.get(line - 1));
            assertThat(answer.get("line").intValue()).isEqualTo(line);
            if (line % BAD_EVERY == 0) {
                assertThat(answer.get("error").textValue()).startsWith("line " + line + ": expected ");
            } else {
                assertThat(answer.get("error").isNull()).isTrue();
                assertThat(answer.get("text").textValue())
                        .isEqualTo("SELECT größe FROM artikel_" + line % 7 + " WHERE name = ? AND id IN (?)");
                assertThat(answer.get("tablesRead").get(0).textValue()).isEqualTo("artikel_" + line % 7);
                ids.add(answer.get("id").textValue());
            }
        }
        assertThat(ids).hasSize(7);
    }

    @Test
    void files_withABadLine_areOneIfStrict() throws IOException {
        Path good = Files.writeString(temporary.resolve("good.jsonl"), "{\"sql\":\"SELECT 1\"}\n");
        Path bad = Files.writeString(temporary.resolve("bad.jsonl"), "{\"sql\":\n");

        assertThat(sql("--strict", good.toString()).exitCode()).isZero();
        assertThat(sql(good.toString(), bad.toString()).exitCode()).isZero();
        assertThat(sql("--strict", good.toString(), bad.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void text_ofAScript_isSplitAtItsSemicolons() throws IOException {
        Path script = Files.writeString(
                temporary.resolve("script.sql"), "SELECT $$;$$; -- ;\nDELETE FROM b WHERE c = 'hush;';\n");

        Outcome outcome =
                sql("--text", "--dialect", "postgresql", script.toString()).succeeded();

        assertThat(outcome.stdout().lines()).hasSize(2);
        assertThat(outcome.json().get("text").textValue()).isEqualTo("DELETE FROM b WHERE c = ?");
        assertThat(outcome.stderr()).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void output_thatNobodyReadsToItsEnd_endsTheCommandQuietly() throws Exception {
        Path input = Files.write(temporary.resolve("input.jsonl"), lines());
        Path errors = temporary.resolve("errors");
        Process process = new ProcessBuilder(
                        Jdk.current().tool("java").toString(),
                        "-jar",
                        Agent.jar().toString(),
                        "sql",
                        input.toString())
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(reader.readLine()).startsWith("{\"id\":\"");
        }

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(errors).isEmptyFile();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void answer_whileTheInputStaysOpen_comesAtOnce() throws Exception {
        Process process = new ProcessBuilder(
                        Jdk.current().tool("java").toString(),
                        "-jar",
                        Agent.jar().toString(),
                        "sql")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            BufferedWriter writer = process.outputWriter(StandardCharsets.UTF_8);
            for (int i = 0; i < 3; i++) {
                writer.write("{\"sql\":\"SELECT " + i + "\"}\n");
                writer.flush();
                assertThat(JSON.readTree(reader.readLine()).get("text").textValue())
                        .isEqualTo("SELECT ?");
            }
            writer.close();
            assertThat(reader.readLine()).isNull();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroy();
        }
    }

    private Outcome sql(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "sql";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return JvmRun.on(Jdk.current()).jar(Agent.jar(), all).run();
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int line = 1; line <= LINES; line++) {
            if (line % BAD_EVERY == 0) {
                lines.add(BAD_LINES[line / BAD_EVERY % BAD_LINES.length]);
            } else {
                String list = "(1" + ", 2".repeat(line % 5) + ")";
                lines.add("{\"sql\":\"SELECT größe FROM artikel_" + line % 7 + " WHERE name = 'hush" + line
                        + "' AND id IN " + list + "\",\"dialect\":\"postgresql\"}");
            }
        }
        return lines;
    }
}
