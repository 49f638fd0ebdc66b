package io.querytap.core.callsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallSitesTest {

    /** A frame as the stack walker shows one. */
    private record Frame(String type, String method, String file, int line) implements StackFrame {
        @Override
        public String getClassName() {
            return type;
        }

        @Override
        public String getMethodName() {
            return method;
        }

        @Override
        public Class<?> getDeclaringClass() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getByteCodeIndex() {
            return 0;
        }

        @Override
        public String getFileName() {
            return file;
        }

        @Override
        public int getLineNumber() {
            return line;
        }

        @Override
        public boolean isNativeMethod() {
            return false;
        }

        @Override
        public StackTraceElement toStackTraceElement() {
            throw new UnsupportedOperationException();
        }
    }

    private static Frame frame(String type, String method) {
        return new Frame(type, method, type.substring(type.lastIndexOf('.') + 1) + ".java", 42);
    }

    private static final List<Frame> DRIVER = List.of(
            frame("io.querytap.core.stats.PatternRegistry$DatabasePatterns", "find"),
            frame("io.querytap.instrumentation.jdbc.StatementState", "begin"),
            frame("java.sql.QuerytapHooks", "executing"),
            frame("com.unheard.of.JdbcStatement", "executeQuery"));

    private static CallSite read(Frame... callers) {
        List<StackFrame> frames = new ArrayList<>(DRIVER);
        frames.addAll(List.of(callers));
        return CallSites.read(frames.stream());
    }

    @Test
    void read_layersBetween_firstFrameOfTheApplication() {
        CallSite site = read(
                frame("com.unheard.of.JdbcConnection", "query"),
                frame("com.zaxxer.hikari.pool.ProxyStatement", "executeQuery"),
                frame("org.springframework.jdbc.core.JdbcTemplate", "query"),
                frame("shop.OrderDao", "find"),
                frame("jdk.internal.reflect.NativeMethodAccessorImpl", "invoke0"),
                frame("shop.OrderDao$$SpringCGLIB$$0", "find"),
                frame("shop.web.OrderController", "show"),
                frame("org.apache.catalina.core.ApplicationFilterChain", "doFilter"));

        assertThat(site.site()).isEqualTo("shop.OrderDao.find(OrderDao.java:42)");
        assertThat(site.stack())
                .containsExactly(
                        "shop.OrderDao.find(OrderDao.java:42)",
                        "shop.web.OrderController.show(OrderController.java:42)");
        assertThat(site.isScript()).isFalse();
    }

    @Test
    void read_noFrameOfTheApplication_noSite() {
        CallSite site =
                read(frame("org.springframework.session.jdbc.Cleaner", "run"), frame("java.lang.Thread", "run"));

        assertThat(site.site()).isNull();
        assertThat(site.stack()).isEmpty();
    }

    @Test
    void read_deepStack_boundedInKeptFramesAndInWork() {
        List<StackFrame> deep = new ArrayList<>(DRIVER);
        for (int i = 0; i < 10_000; i++) {
            deep.add(frame("shop.Recursion" + i, "again"));
        }
        List<StackFrame> walked = new ArrayList<>();

        CallSite site = CallSites.read(deep.stream().peek(walked::add));

        assertThat(site.stack()).hasSize(8);
        assertThat(walked).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.flywaydb.core.internal.sqlscript.ParsedSqlStatement",
                "liquibase.executor.jvm.JdbcExecutor",
                "org.springframework.jdbc.datasource.init.ScriptUtils",
                "org.h2.tools.RunScript"
            })
    void read_throughARunnerOfScripts_isScript(String runner) {
        assertThat(read(frame("shop.Wrapper", "execute"), frame(runner, "execute"), frame("shop.Main", "main"))
                        .isScript())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.Dao, find, shop.Dao.find(Dao.java:7)",
        "shop.Dao, lambda$find$3, shop.Dao.find(Dao.java:7)",
        "shop.Dao, lambda$, shop.Dao.lambda$(Dao.java:7)",
        "shop.Dao/0x0000000800c8, find, shop.Dao.find(Dao.java:7)",
    })
    void text_whatDiffersBetweenRuns_isLeftOut(String type, String method, String expected) {
        assertThat(FrameNames.text(type, method, "Dao.java", 7)).isEqualTo(expected);
    }

    @Test
    void text_noFileOrLine_nameAlone() {
        assertThat(FrameNames.text("shop.Dao", "find", null, -1)).isEqualTo("shop.Dao.find");
        assertThat(FrameNames.text("shop.Dao", "find", "Dao.java", -1)).isEqualTo("shop.Dao.find");
    }

    @Test
    void take_moreThanABurst_refusedUntilTimeHasPassed() throws InterruptedException {
        long startNanos = System.nanoTime();
        CallSites sites = new CallSites();
        long taken = Stream.generate(sites::take)
                .limit(10L * CallSites.MAX_BURST)
                .filter(it -> it != null)
                .count();
        long earned = (System.nanoTime() - startNanos) / CallSites.MEAN_GAP_NANOS;

        assertThat(taken).isBetween((long) CallSites.MAX_BURST, CallSites.MAX_BURST + earned + 1);
        Thread.sleep(30);
        assertThat(sites.take()).isNotNull();
    }

    @Test
    void take_byManyThreadsWithinTheBurst_isRefusedToNone() {
        int looks = 2_000;
        CallSites sites = new CallSites(/* meanGapNanos= */ 3_600_000_000_000L, looks);

        assertThat(IntStream.range(0, looks).parallel().mapToObj(it -> sites.take()))
                .doesNotContainNull();
        assertThat(Stream.generate(sites::take).limit(10)).containsNull();
    }
}
