package io.querytap.cache.redis;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis in a process of its own, that can be killed, paused and started again on its port. */
final class RedisProcess implements AutoCloseable {
    private static final long START_SECONDS = 20;

    private final int port = freePort();
    private final Path folder;
    private final @Nullable Path settings;
    private final List<String> options = new ArrayList<>();
    private Process process;

    private RedisProcess(@Nullable Path settings, String... options) throws IOException {
        this.settings = settings;
        folder = Files.createTempDirectory("querytap-redis");
        this.options.addAll(List.of(options));
        process = start();
    }

    /** Keeps nothing on disk unless the options say so. */
    static RedisProcess started(String... options) throws IOException {
        return new RedisProcess(null, options);
    }

    /** @param settings a file of settings, which Redis may rewrite */
    static RedisProcess startedFrom(Path settings, String... options) throws IOException {
        return new RedisProcess(settings, options);
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Binary.FILE.getAbsolutePath());
        if (settings != null) {
            command.add(settings.toString());
        } else {
            command.addAll(List.of("--save", ""));
        }
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(options);
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                String pong = on(port, "PING");
                if (pong.contains("PONG")) {
                    return started;
                }
            } catch (IOException notYet) {
                if (!started.isAlive()) {
                    throw new IOException(Files.readString(folder.resolve("log")), notYet);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("no Redis after " + START_SECONDS + " s");
            }
            pause(20);
        }
    }

    int port() {
        return port;
    }

    String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException kept) {
            Thread.currentThread().interrupt();
        }
    }

    void startAgain() throws IOException {
        process = start();
    }

    /** Connections stay, and nothing is answered. */
    void stop() throws IOException {
        signal("-STOP");
    }

    void goOn() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        try {
            kill.waitFor();
        } catch (InterruptedException kept) {
            Thread.currentThread().interrupt();
        }
    }

    /** One command, on a connection of its own; the answer as it comes. */
    String command(String... words) throws IOException {
        return on(port, words);
    }

    private static String on(int port, String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                request.append('$')
                        .append(word.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n");
                request.append(word).append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            in.transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException kept) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> left = Files.walk(folder)) {
            left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    /** Unpacked once: to start what is still being written fails, also if another process inherited the open file. */
    private static final class Binary {
        private static final File FILE = unpacked();

        private static File unpacked() {
            try {
                Path folder = Files.createTempDirectory("querytap-redis-binary");
                File file = ExecutableProvider.newJarResourceProvider(folder.toFile())
                        .get();
                folder.toFile().deleteOnExit();
                file.deleteOnExit();
                return file;
            } catch (IOException noBinary) {
                throw new UncheckedIOException(noBinary);
            }
        }
    }
}
