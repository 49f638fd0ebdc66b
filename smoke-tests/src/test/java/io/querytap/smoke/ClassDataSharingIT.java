package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.boot.BootApplication;
import io.querytap.smoke.boot.BootJar;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An archive of the application's classes, made without the agent, goes on being used with it. Agents that append to the boot class path
 * make the JVM drop it, with a warning, and the application starts as slowly as without.
 */
class ClassDataSharingIT {
    /** Classes that are woven (drivers, pool) come from their jars; that is a few in a hundred. */
    private static final double SHARED_AT_LEAST = 0.95;

    @TempDir
    Path temporary;

    /**
     * JDK 25 tells every agent there is that the archive was made without module {@code java.instrument}, and uses it all the same. So
     * what the JVM may say is what it says to an agent that does nothing.
     */
    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void archive_madeWithoutAgent_isUsedWithItAndNoWarningIsOurs(Jdk jdk) throws IOException {
        Path jar = extractedApplication(jdk);
        Path archive = archive(jdk, jar);
        Path idleAgent = IdleAgent.write(temporary.resolve("idle.jar"));

        Started without = start(JvmRun.on(jdk), jar, archive);
        Started idle = start(JvmRun.on(jdk).withAgent(idleAgent, ""), jar, archive);
        Started with = start(JvmRun.on(jdk).withAgent(), jar, archive);

        assertThat(without.shared).hasSizeGreaterThan(1000).contains(BootApplication.class.getName());
        assertThat(with.shared).contains(BootApplication.class.getName());
        long kept = with.shared.stream().filter(without.shared::contains).count();
        assertThat(kept).as("of %s", without.shared.size()).isGreaterThan((long)
                (without.shared.size() * SHARED_AT_LEAST));
        assertThat(with.output).isEqualTo(idle.output).endsWith("rows 15", "done");
    }

    /** As Spring Boot's documentation tells to prepare for an archive: a plain jar beside its libraries. */
    private Path extractedApplication(Jdk jdk) throws IOException {
        Path fatJar = BootJar.write(temporary.resolve("application.jar"));
        Path folder = temporary.resolve("extracted");
        JvmRun.on(jdk)
                .property("jarmode", "tools")
                .jar(fatJar, "extract", "--destination", folder.toString())
                .run()
                .succeeded();
        return folder.resolve(fatJar.getFileName());
    }

    private static Path archive(Jdk jdk, Path jar) {
        Path archive = jar.resolveSibling("application.jsa");
        JvmRun.on(jdk)
                .option("-XX:ArchiveClassesAtExit=" + archive)
                .jar(jar, BootJar.QUIET)
                .run()
                .succeeded();
        return archive;
    }

    private static Started start(JvmRun run, Path jar, Path archive) throws IOException {
        Path log = run.directory().resolve("classes.log");
        Outcome outcome = run.property("querytap.summary", "false")
                .option("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log + "::filecount=0")
                .jar(jar, BootJar.QUIET)
                .run()
                .succeeded();
        return new Started(sharedClasses(log), output(outcome));
    }

    /** Those of the application and its libraries that came from the archive. */
    private static Set<String> sharedClasses(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("source: shared objects file (top)"))
                    .map(line -> line.replaceAll("^(\\[[^]]*])* *", "").split(" ")[0])
                    .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun."))
                    .collect(Collectors.toSet());
        }
    }

    /** Both streams, without the times that the JVM puts before its messages. */
    private static List<String> output(Outcome outcome) {
        return Stream.of(outcome.stderr(), outcome.stdout())
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("^\\[[0-9.]+s]", ""))
                .toList();
    }

    private record Started(Set<String> shared, List<String> output) {}
}
