package io.querytap.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.querytap.core.work.TraceContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApplicationTracesTest {
    private static final String IN_USE = "io/opentelemetry/context/LazyStorage";
    private static final String IN_USE_BY_AGENT =
            "io/opentelemetry/javaagent/shaded/io/opentelemetry/context/LazyStorage";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final ApplicationTraces traces = new ApplicationTraces();

    /** Packaging rewrites every constant that begins like the library's package, and with it would turn these into our own copy. */
    @ParameterizedTest
    @ValueSource(strings = {"ApiNames", "ApiCopy", "ApplicationTraces"})
    void namesOfTheApi_areNoConstants(String type) throws IOException {
        try (InputStream file = ApplicationTraces.class.getResourceAsStream(type + ".class")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("io.opentelemetry", "io/opentelemetry");
        }
    }

    @Test
    void nothingLoaded_isNotActive() {
        loads(new ApiInLoader().loader, "io/opentelemetry/context/Context");
        String asLongAsTheName = "org/example/opentelemetry/Storage123";
        assertThat(asLongAsTheName).hasSameSizeAs(IN_USE);
        loads(new ApiInLoader().loader, asLongAsTheName);

        assertThat(traces.isActive()).isFalse();
        assertThat(traces.current()).isNull();
    }

    @Test
    void ourOwnCopy_isNotAsked() {
        loads(ApplicationTraces.class.getClassLoader(), IN_USE);

        assertThat(traces.isActive()).isFalse();
    }

    @Test
    void span_isThatOfTheApplication() throws Exception {
        ApiInLoader api = new ApiInLoader();
        loads(api.loader, IN_USE);

        assertThat(traces.isActive()).isTrue();
        assertThat(traces.current()).isNull();
        assertThat(api.inside(TRACE, SPAN, true, traces::current)).isEqualTo(new TraceContext(TRACE, SPAN, true));
        assertThat(traces.current()).isNull();
        assertThat(traces.isBesideAgent()).isFalse();
    }

    @Test
    void spanThatNobodyKeeps_saysSo() throws Exception {
        ApiInLoader api = new ApiInLoader();
        loads(api.loader, IN_USE);

        assertThat(api.inside(TRACE, SPAN, false, traces::current)).isEqualTo(new TraceContext(TRACE, SPAN, false));
    }

    @Test
    void severalCopies_areAllAsked() throws Exception {
        ApiInLoader one = new ApiInLoader();
        ApiInLoader other = new ApiInLoader();
        loads(one.loader, IN_USE);
        assertThat(traces.current()).isNull();
        loads(other.loader, IN_USE);

        assertThat(other.inside(TRACE, SPAN, true, traces::current)).isEqualTo(new TraceContext(TRACE, SPAN, true));
        assertThat(one.inside(TRACE, "b7ad6b7169203332", true, traces::current))
                .isEqualTo(new TraceContext(TRACE, "b7ad6b7169203332", true));
    }

    @Test
    void copyWithoutSpans_isLeftAlone() {
        loads(new ClassLoader(ClassLoader.getPlatformClassLoader()) {}, IN_USE);

        assertThat(traces.current()).isNull();
    }

    @Test
    void agentsCopy_isKnownByItsName() {
        loads(null, IN_USE_BY_AGENT);

        assertThat(traces.isBesideAgent()).isTrue();
        assertThat(traces.current()).isNull(); // its classes are not here
    }

    @Test
    void agentsName_inTheApplication_isNoAgent() {
        loads(new ApiInLoader().loader, IN_USE_BY_AGENT);

        assertThat(traces.isBesideAgent()).isFalse();
        assertThat(traces.isActive()).isFalse();
    }

    @Test
    void application_canBeUndeployed() throws InterruptedException {
        WeakReference<ClassLoader> application = new WeakReference<>(useAndForget());

        for (int i = 0; i < 100 && application.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }

        assertThat(application.get()).isNull();
        assertThat(traces.current()).isNull();
    }

    /** On a thread of its own, as the application's context leaves a value on each thread that used it. */
    private ClassLoader useAndForget() throws InterruptedException {
        ApiInLoader api = new ApiInLoader();
        TraceContext[] seen = new TraceContext[1];
        Thread request = new Thread(() -> {
            try {
                loads(api.loader, IN_USE);
                seen[0] = api.inside(TRACE, SPAN, true, traces::current);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        request.start();
        request.join();
        assertThat(seen[0]).isNotNull();
        return api.loader;
    }

    @Test
    void moreLoadersThanKept_areLeftOut_withoutHarm() throws Exception {
        ApiInLoader first = new ApiInLoader();
        loads(first.loader, IN_USE);
        for (int i = 0; i < 100; i++) {
            loads(new ClassLoader(ClassLoader.getPlatformClassLoader()) {}, IN_USE);
        }

        assertThat(first.inside(TRACE, SPAN, true, traces::current)).isEqualTo(new TraceContext(TRACE, SPAN, true));
    }

    @Test
    void askingWhereThereIsNoSpan_allocatesNothing() throws Exception {
        ApiInLoader api = new ApiInLoader();
        api.contextIsUsed();
        loads(api.loader, IN_USE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        ask(5 * rounds);

        long before = threads.getCurrentThreadAllocatedBytes();
        ask(rounds);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(rounds);
    }

    private void ask(int rounds) {
        for (int i = 0; i < rounds; i++) {
            if (traces.current() != null) {
                throw new AssertionError("a span out of nowhere");
            }
        }
    }

    private void loads(ClassLoader loader, String className) {
        assertThat(traces.transform(loader, className, null, null, new byte[0])).isNull();
    }
}
