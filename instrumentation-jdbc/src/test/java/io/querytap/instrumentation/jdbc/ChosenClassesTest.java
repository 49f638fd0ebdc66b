package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.instrumentation.weave.Weaver;
import io.querytap.instrumentation.weave.Weaving;
import io.querytap.instrumentation.weave.WeavingLoader;
import io.querytap.instrumentation.weave.WeavingText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is woven of each driver, class by class, is kept in {@code woven/}. Where it differs, the test writes what it found to
 * {@code target/woven/}: read the difference, and if it is meant, copy the file.
 */
class ChosenClassesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "h2",
                "hsqldb",
                "postgresql",
                "mariadb-java-client",
                "mysql-connector-j",
                "sqlite-jdbc",
                "mssql-jdbc",
                "ojdbc11",
                "jtds",
                "derby"
            })
    void choose_driver_asListed(String driver) throws Exception {
        StringBuilder found = new StringBuilder();
        Jars.chosen(Jars.find("drivers", driver))
                .forEach((name, weaving) -> found.append(name)
                        .append(' ')
                        .append(WeavingText.of(weaving))
                        .append('\n'));
        assertListed(found, driver + ".txt");
    }

    /** Only what comes in addition where results are cached, by advice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "h2",
                "hsqldb",
                "postgresql",
                "mariadb-java-client",
                "mysql-connector-j",
                "sqlite-jdbc",
                "mssql-jdbc",
                "ojdbc11",
                "jtds",
                "derby"
            })
    void choose_driverForCache_asListed(String driver) throws Exception {
        StringBuilder found = new StringBuilder();
        Jars.chosenForCache(Jars.find("drivers", driver)).forEach((name, weaving) -> {
            String added = WeavingText.ofAdvice(weaving, "Cache");
            if (!added.isEmpty()) {
                found.append(name).append(added).append('\n');
            }
        });
        assertListed(found, "cache/" + driver + ".txt");
    }

    /** What is measured must not depend on whether results are cached. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql", "mariadb-java-client", "mysql-connector-j"})
    void choose_driverForCache_sameMeasuringInside(String driver) throws Exception {
        Map<String, Weaving> measuring = Jars.chosen(Jars.find("drivers", driver));
        Map<String, Weaving> both = Jars.chosenForCache(Jars.find("drivers", driver));
        assertThat(both.keySet()).containsAll(measuring.keySet());
        measuring.forEach((name, weaving) -> {
            String of = WeavingText.adviceInOrder(both.get(name));
            assertThat(of).as(name).endsWith(WeavingText.adviceInOrder(weaving));
            assertThat(of.substring(
                                    0,
                                    of.length()
                                            - WeavingText.adviceInOrder(weaving).length())
                            .split(" "))
                    .as(name)
                    .allMatch(it -> it.isEmpty() || it.startsWith("Cache"));
        });
    }

    private void assertListed(CharSequence found, String file) throws IOException {
        Path written = Jars.folder("woven").resolve(file);
        Files.createDirectories(written.getParent());
        Files.writeString(written, found);
        String listed;
        try (InputStream in = getClass().getResourceAsStream("woven/" + file)) {
            listed = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(found.toString()).isEqualTo(listed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HikariCP",
                "p6spy",
                "datasource-proxy",
                "commons-dbcp2",
                "tomcat-jdbc",
                "c3p0",
                "agroal-pool",
                "vibur-dbcp",
                "druid"
            })
    void choose_wrapper_nothing(String wrapper) throws Exception {
        assertThat(Jars.chosen(Jars.find("wrappers", wrapper))).isEmpty();
    }

    /** Loads and links every woven class, which makes the JVM verify it. Derby needs a second jar for that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "h2",
                "hsqldb",
                "postgresql",
                "mariadb-java-client",
                "mysql-connector-j",
                "sqlite-jdbc",
                "mssql-jdbc",
                "ojdbc11",
                "jtds"
            })
    void transform_everyChosenClass_verifies(String driver) throws Exception {
        Path jar = Jars.find("drivers", driver);
        assertVerifies(jar, Jars.chosen(jar), new JdbcInstrumentation());
        assertVerifies(jar, Jars.chosenForCache(jar), new JdbcInstrumentation(/* caching= */ true));
    }

    private static void assertVerifies(Path jar, Map<String, Weaving> chosen, JdbcInstrumentation instrumentation)
            throws Exception {
        assertThat(chosen).isNotEmpty();
        TreeSet<String> unloadable = new TreeSet<>();
        try (WeavingLoader loader = new WeavingLoader(new Weaver(List.of(instrumentation), () -> {}), Jars.url(jar))) {
            for (String name : chosen.keySet()) {
                String className = name.replace('/', '.');
                try {
                    Class.forName(className, false, loader).getDeclaredMethods(); // links
                } catch (NoClassDefFoundError optional) {
                    unloadable.add(className + " " + optional.getMessage());
                }
                assertThat(loader.woven()).containsKey(className);
            }
        }
        assertThat(unloadable).hasSizeLessThan(chosen.size() / 4 + 1);
    }
}
