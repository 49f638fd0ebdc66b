package io.querytap.agent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who searches the page of troubleshooting for a line of the agent finds it: the lines there are those of the code. */
class MessagesTest {
    private static final Path PAGE = Pages.ROOT.resolve("docs").resolve("troubleshooting.md");
    private static final String PREFIX = "[querytap] ";
    private static final String SOURCES = "src/main/java";

    /** What differs from one message to the next, and names of settings, which the code puts in. */
    private static final Pattern GAP = Pattern.compile("…|querytap\\.[a-z.-]+");

    /** Two literals that the code joins. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    private static final int SHORTEST_TOLD = 4;

    @Test
    void lines_ofTheAgentOnThePage_areThoseOfTheCode() throws IOException {
        String said = literals() + '\n' + complaintsAboutSettings();
        List<String> unknown = new ArrayList<>();
        int lines = 0;
        for (String line : Pages.lines(PAGE)) {
            if (line.startsWith(PREFIX)) {
                lines++;
                for (String part : GAP.split(line.substring(PREFIX.length()))) {
                    if (part.strip().length() >= SHORTEST_TOLD && !said.contains(part.strip())) {
                        unknown.add(line + " <- " + part);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(lines).isGreaterThan(30);
    }

    private static String literals() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> modules = Files.list(Pages.ROOT)) {
            for (Path module : (Iterable<Path>) modules.map(it -> it.resolve(SOURCES))::iterator) {
                if (Files.isDirectory(module)) {
                    append(module, all);
                }
            }
        }
        return JOINT.matcher(all).replaceAll("");
    }

    private static void append(Path folder, StringBuilder all) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(it -> it.toString().endsWith(".java"))::iterator) {
                all.append(Files.readString(file)).append('\n');
            }
        }
    }

    /** They are put together from many parts, so they are asked for. */
    private static String complaintsAboutSettings() {
        Properties properties = new Properties();
        properties.setProperty("querytap.slow-query", "soon");
        properties.setProperty("querytap.reprot", "report");
        return String.join(
                "\n",
                ConfigurationLoader.load("=nameless", Map.of(), properties).problems());
    }
}
