package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.ShortApp;
import io.querytap.smoke.boot.BootJar;
import io.querytap.smoke.jvm.Agent;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.loader.FelixApp;
import io.querytap.smoke.loader.LoaderApp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways in which applications are packed and loaded. Whatever the loader, the queries are seen, once. */
class PackagingIT {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void classPath_queriesAreCounted(Jdk jdk) {
        Outcome outcome = run(jdk).libraries(Library.H2)
                .main(ShortApp.class, "jdbc:h2:mem:class-path")
                .run();

        assertCounted(outcome);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("modules")
    void modulePath_driverIsAModule_queriesAreCounted(Jdk jdk, Library driver, String url, String requires)
            throws IOException {
        Path module = ShopModule.compile(temporary.resolve("shop"), requires, driver.jar());
        Outcome outcome = run(jdk).module(List.of(module, driver.jar()), "shop/shop.Main", url)
                .run();

        assertThat(outcome.stdout()).contains("driver in module " + requires);
        assertCounted(outcome);
    }

    /** H2 is an automatic module, HSQLDB one with a descriptor of its own. */
    static Stream<Arguments> modules() {
        return Jdk.currentAndNewest().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, Library.H2, "jdbc:h2:mem:module", "com.h2database"),
                        Arguments.of(jdk, Library.HSQLDB, "jdbc:hsqldb:mem:module", "org.hsqldb")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("loaders")
    void classLoader_notParentFirst_queriesAreCounted(Jdk jdk, String loader) {
        String classPath = Agent.applications() + File.pathSeparator + Library.H2.jar();
        Outcome outcome = run(jdk).main(
                        LoaderApp.class, loader, classPath, ShortApp.class.getName(), "jdbc:h2:mem:loader")
                .run();

        assertCounted(outcome);
    }

    static Stream<Arguments> loaders() {
        return Jdk.currentAndNewest().stream()
                .flatMap(jdk -> Stream.of("parent-last", "bundle-like").map(loader -> Arguments.of(jdk, loader)));
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void osgi_driverAndAppAreBundles_queriesAreCounted(Jdk jdk) throws IOException {
        Path bundle = ShortBundleJar.write(temporary.resolve("bundle.jar"));
        String cache = temporary.resolve("cache").toString();
        Outcome outcome = run(jdk).libraries(Library.FELIX)
                .main(FelixApp.class, cache, Library.H2.jar().toString(), bundle.toString())
                .run();

        assertCounted(outcome);
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void springBoot_fatJar_queriesAndPoolAreSeen(Jdk jdk) throws IOException {
        Path jar = BootJar.write(temporary.resolve("boot.jar"));
        Outcome outcome = run(jdk).jar(jar, BootJar.QUIET).run();

        assertCounted(outcome);
        assertThat(outcome.report().root().path("pools")).hasSize(1);
    }

    private static JvmRun run(Jdk jdk) {
        return JvmRun.on(jdk).withAgent().withReport().property("querytap.summary", "false");
    }

    private static void assertCounted(Outcome outcome) {
        outcome.succeeded();
        assertThat(outcome.agentLines()).isEmpty();
        assertThat(outcome.stdout().lines()).contains("rows 15", "done");
        var pattern = outcome.report().pattern(ShortApp.QUERY);
        assertThat(pattern.path("count").asInt()).isEqualTo(ShortApp.QUERIES);
        assertThat(pattern.at("/rows/sum").asInt()).isEqualTo(15);
    }
}
