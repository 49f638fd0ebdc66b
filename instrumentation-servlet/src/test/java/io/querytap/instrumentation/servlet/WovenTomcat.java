package io.querytap.instrumentation.servlet;

import io.querytap.core.Observations;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitAssembler;
import io.querytap.core.work.UnitPolicy;
import io.querytap.hook.QuerytapListener;
import io.querytap.instrumentation.entry.WorkProbe;
import io.querytap.instrumentation.entry.WorkSwitch;
import io.querytap.instrumentation.jdbc.JdbcInstrumentation;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.jdbc.StatementProbe;
import io.querytap.instrumentation.task.Tasks;
import io.querytap.instrumentation.weave.SwitchedListener;
import io.querytap.instrumentation.weave.Weaver;
import io.querytap.instrumentation.weave.WeavingLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** A Tomcat of either API with {@code sample.web.WebApp} in it, both woven, and H2 below, in a class loader of its own. */
final class WovenTomcat implements AutoCloseable {
    private static final SwitchedListener<QuerytapListener> JDBC = SwitchedListener.of(QuerytapListener.class);

    private static final Map<String, WeavingLoader> LOADERS = new ConcurrentHashMap<>();

    static {
        QuerytapListener.install(JDBC.listener());
    }

    private final Observations observations =
            new Observations(100, new UnitPolicy(UnitPolicy.Traces.ALL, Long.MAX_VALUE, Long.MAX_VALUE));
    private final UnitAssembler assembler = new UnitAssembler(observations.finishedUnits());
    private final HttpClient client = HttpClient.newHttpClient();
    private final WeavingLoader loader;
    private final AutoCloseable app;
    private final String base;

    WovenTomcat(String api, String contextPath) throws Exception {
        loader = LOADERS.computeIfAbsent(api, WovenTomcat::loader);
        JDBC.to(new StatementProbe(observations, new LiveConnections()));
        WorkSwitch.to(new WorkProbe(observations.units(), Tasks.NONE));
        Class<?> type = loader.loadClass("sample.web.WebApp");
        app = (AutoCloseable) type.getConstructor(String.class).newInstance(contextPath);
        base = "http://localhost:" + type.getMethod("port").invoke(app) + contextPath;
    }

    private static WeavingLoader loader(String api) {
        try {
            return new WeavingLoader(
                    new Weaver(List.of(new JdbcInstrumentation(), new ServletInstrumentation()), () -> {}),
                    samples(api).toUri().toURL(),
                    jar("tomcat-" + api),
                    jar("annotations-" + api),
                    jar("h2"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    WeavingLoader loader() {
        return loader;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Units that end with the response, which the client may have before they do. */
    List<FinishedUnit> units(int expected) throws InterruptedException {
        List<FinishedUnit> units = new ArrayList<>();
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (units.size() < expected && System.nanoTime() < deadline) {
            Thread.sleep(10);
            units.addAll(assembler.rest());
        }
        Thread.sleep(50); // one too many would come now
        units.addAll(assembler.rest());
        return units;
    }

    @Override
    public void close() {
        try {
            app.close();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** The compiled samples; those for javax are the same with other names. */
    private static Path samples(String api) throws IOException {
        Path compiled = testClasses();
        Path written = Files.createTempDirectory("samples");
        try (Stream<Path> files = Files.list(compiled.resolve("sample/web"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                ClassWriter writer = new ClassWriter(0);
                new ClassReader(Files.readAllBytes(file)).accept(new ClassRemapper(writer, new To(api)), 0);
                Path copy = written.resolve(compiled.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.write(copy, writer.toByteArray());
            }
        }
        return written;
    }

    private static URL jar(String name) throws IOException {
        return testClasses()
                .resolveSibling("containers")
                .resolve(name + ".jar")
                .toUri()
                .toURL();
    }

    private static Path testClasses() {
        try {
            return Path.of(WovenTomcat.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static final class To extends Remapper {
        private final String prefix;

        To(String api) {
            super(Opcodes.ASM9);
            this.prefix = api + "/servlet/";
        }

        @Override
        public String map(String name) {
            return name.startsWith("jakarta/servlet/") ? prefix + name.substring("jakarta/servlet/".length()) : name;
        }
    }
}
