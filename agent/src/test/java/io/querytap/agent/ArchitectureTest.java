package io.querytap.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom. A module is where a class comes from, not how its package is called: hook classes lie in packages of the
 * JDK.
 */
class ArchitectureTest {
    private static final String[] BYTE_BUDDY = {"net.bytebuddy.."};
    private static final String[] LIBRARIES_OF_THE_AGENT = {
        "io.opentelemetry..", "com.fasterxml..", "tools.jackson..", "picocli.."
    };
    private static final String[] POOLS = {"com.zaxxer.."};
    private static final String[] INSTRUMENTATION = {"io.querytap.instrumentation.."};
    private static final String[] HIKARI = {"io.querytap.instrumentation.hikari.."};
    private static final String[] JDBC = {"io.querytap.instrumentation.jdbc.."};
    private static final String[] SERVLET = {
        "io.querytap.instrumentation.servlet..",
        "io.querytap.instrumentation.entry..",
        "io.querytap.instrumentation.task.."
    };
    private static final String[] APPLICATION_SERVERS = {"javax.servlet..", "jakarta..", "org.springframework.."};
    private static final String[] CACHE = {"io.querytap.cache.."};
    private static final String[] LIBRARIES_OF_THE_CACHE = {
        "com.github.benmanes.caffeine..", "io.lettuce..", "io.netty..", "reactor..", "org.reactivestreams.."
    };
    private static final String[] EXPORT_AND_COMMANDS = {"io.opentelemetry..", "picocli.."};
    private static final String[] HOOKS = {"io.querytap.hook..", "io.querytap.workhook..", "io.querytap.premain.."};
    private static final String[] AGENT = {"io.querytap.agent.."};

    private static final String[] BELOW_THE_AGENT = {
        "agent-bootstrap",
        "core",
        "instrumentation-base",
        "instrumentation-jdbc",
        "instrumentation-hikari",
        "instrumentation-pools",
        "instrumentation-servlet"
    };

    private static JavaClasses all;

    @BeforeAll
    static void importModules() {
        all = new ClassFileImporter().withImportOption(ArchitectureTest::isOurs).importClasspath();
    }

    @Test
    void modules_onTheClassPath_areFound() {
        assertThat(module("core")).isNotEmpty();
        assertThat(module("cache-advisor")).isNotEmpty();
        assertThat(module("agent")).isNotEmpty();
    }

    @Test
    void agentBootstrap_dependencies_areTheJdkAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat(inModule("agent-bootstrap")
                        .or(resideInAnyPackage("java..", "javax..", "jdk..", "sun..", "com.sun.."))
                        .or(resideInAnyPackage("org.jspecify.annotations")))
                .as("module agent-bootstrap depends on the JDK alone")
                .because("it is seen by the application, and an annotation is all that may be missing there")
                .allowEmptyShould(true)
                .check(module("agent-bootstrap"));
    }

    @Test
    void core_dependencies_areNoLibraryOfAnotherModuleAndNoOtherModule() {
        knowsNone("core", BYTE_BUDDY);
        knowsNone("core", LIBRARIES_OF_THE_AGENT);
        knowsNone("core", POOLS);
        knowsNone("core", INSTRUMENTATION);
        knowsNone("core", AGENT);
    }

    @Test
    void instrumentationBase_dependencies_areNoSpecialInstrumentationNorTheAgent() {
        knowsNone("instrumentation-base", LIBRARIES_OF_THE_AGENT);
        knowsNone("instrumentation-base", JDBC);
        knowsNone("instrumentation-base", HIKARI);
        knowsNone("instrumentation-base", SERVLET);
        knowsNone("instrumentation-base", AGENT);
    }

    @Test
    void instrumentationJdbc_dependencies_areNeitherTheAgentNorAPool() {
        knowsNone("instrumentation-jdbc", LIBRARIES_OF_THE_AGENT);
        knowsNone("instrumentation-jdbc", POOLS);
        knowsNone("instrumentation-jdbc", HIKARI);
        knowsNone("instrumentation-jdbc", SERVLET);
        knowsNone("instrumentation-jdbc", AGENT);
    }

    @Test
    void instrumentationHikari_dependencies_areNeitherTheAgentNorTheDrivers() {
        knowsNone("instrumentation-hikari", LIBRARIES_OF_THE_AGENT);
        knowsNone("instrumentation-hikari", POOLS);
        knowsNone("instrumentation-hikari", JDBC);
        knowsNone("instrumentation-hikari", SERVLET);
        knowsNone("instrumentation-hikari", AGENT);
    }

    @Test
    void instrumentationServlet_dependencies_areNeitherTheAgentNorAnotherInstrumentationNorAServer() {
        knowsNone("instrumentation-servlet", LIBRARIES_OF_THE_AGENT);
        knowsNone("instrumentation-servlet", APPLICATION_SERVERS);
        knowsNone("instrumentation-servlet", POOLS);
        knowsNone("instrumentation-servlet", JDBC);
        knowsNone("instrumentation-servlet", HIKARI);
        knowsNone("instrumentation-servlet", AGENT);
    }

    /** So that what answers for the database can be tried without weaving, and what weaves without an answerer. */
    @Test
    void cacheAdvisor_dependencies_areCoreItsLibrariesAndJackson() {
        knowsNone("cache-advisor", BYTE_BUDDY);
        knowsNone("cache-advisor", EXPORT_AND_COMMANDS);
        knowsNone("cache-advisor", POOLS);
        knowsNone("cache-advisor", HOOKS);
        knowsNone("cache-advisor", INSTRUMENTATION);
        knowsNone("cache-advisor", SERVLET);
        knowsNone("cache-advisor", AGENT);
    }

    @Test
    void cacheAdvisor_isKnownToTheAgentAlone() {
        for (String module : BELOW_THE_AGENT) {
            assertThat(module(module)).as(module).isNotEmpty();
            knowsNone(module, CACHE);
        }
    }

    /** A program without rules loads none of them: whoever else named one in its code would bring it along. */
    @Test
    void librariesOfTheCache_areKnownToTheCacheAlone() {
        for (String module : BELOW_THE_AGENT) {
            knowsNone(module, LIBRARIES_OF_THE_CACHE);
        }
        knowsNone("agent", LIBRARIES_OF_THE_CACHE);
    }

    /** Settings are read in premain; a library that is loaded there is a cost to every start. */
    @Test
    void agentConfig_dependencies_areCoreAlone() {
        classes()
                .that()
                .resideInAPackage("io.querytap.agent.config")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "org.jspecify.annotations", "io.querytap.core..", "io.querytap.agent.config"))
                .check(module("agent"));
    }

    @Test
    void packages_ofCoreCacheAndAgent_haveNoCycles() {
        slices().matching("io.querytap.core.(*)..").should().beFreeOfCycles().check(all);
        slices().matching("io.querytap.cache.(*)..").should().beFreeOfCycles().check(all);
        slices().matching("io.querytap.agent.(*)..").should().beFreeOfCycles().check(all);
    }

    /**
     * Whoever touches it before the application has set up its log manager fixes the wrong one for good. The stand-in for its
     * logger has the level as a parameter; that class alone sets nothing up.
     */
    @Test
    void javaUtilLogging_isUsedNowhere() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("io.querytap.agent.log")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..");
        rule.allowEmptyShould(true).check(all);
        noClasses()
                .that()
                .resideInAPackage("io.querytap.agent.log")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("java.util.logging..")
                        .and(not(equivalentTo(Level.class)))
                        .and(not(equivalentTo(LogRecord.class))))
                .check(all);
    }

    private static void knowsNone(String module, String[] packages) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .as("module " + module + " depends on none of " + String.join(", ", packages))
                .allowEmptyShould(true)
                .check(module(module));
    }

    private static JavaClasses module(String name) {
        return all.that(inModule(name));
    }

    private static DescribedPredicate<JavaClass> inModule(String name) {
        return DescribedPredicate.describe(
                "are in module " + name,
                type -> type.getSource()
                        .map(source -> isIn(name, source.getUri().toString()))
                        .orElse(false));
    }

    /** Either the folder that the compiler writes or the jar, in a build folder or in a repository. */
    private static boolean isIn(String module, String location) {
        return location.contains('/' + module + "/target/classes/")
                || location.matches(".*/querytap-" + module + "-\\d[^/]*\\.jar!?/.*");
    }

    private static boolean isOurs(Location location) {
        return location.matches(Pattern.compile(".*(/target/classes/|/querytap-[^/]*\\.jar!?/).*"));
    }
}
