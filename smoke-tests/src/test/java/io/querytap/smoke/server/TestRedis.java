package io.querytap.smoke.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of one test, which the test may kill, freeze and start again; it keeps nothing over a restart. In a container where Docker answers,
 * else the binary that Maven brings, on loopback.
 */
public final class TestRedis implements AutoCloseable {
    private static final int PORT_IN_CONTAINER = 6379;
    private static final String CLIENTS = "connected_clients:";
    private static final long LONGEST_START_NANOS = 10_000_000_000L;

    private final int port;
    private Process process;
    private GenericContainer<?> container;

    private TestRedis(int port) {
        this.port = port;
    }

    public static TestRedis start() {
        TestRedis redis = new TestRedis(freePort());
        redis.startAgain();
        AtExit.stop(redis::close);
        return redis;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uri() {
        return "redis://localhost:" + port;
    }

    public String hostAndPort() {
        return "localhost:" + port;
    }

    /** Starts it, without data, on the port that it always has. */
    @SuppressWarnings("deprecation") // the only way to a fixed port
    public void startAgain() {
        try {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                container = new org.testcontainers.containers.FixedHostPortGenericContainer<>("redis:7.4")
                        .withFixedExposedPort(port, PORT_IN_CONTAINER);
                container.start();
            } else {
                Path folder = Files.createTempDirectory("redis");
                folder.toFile().deleteOnExit();
                process = new ProcessBuilder(
                                ExecutableProvider.newJarResourceProvider()
                                        .get()
                                        .getAbsolutePath(),
                                "--port",
                                Integer.toString(port),
                                "--bind",
                                "127.0.0.1",
                                "--save",
                                "",
                                "--appendonly",
                                "no",
                                "--dir",
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() throws IOException {
        long end = System.nanoTime() + LONGEST_START_NANOS;
        while (true) {
            try (Socket socket = new Socket("localhost", port)) {
                socket.setSoTimeout(1_000);
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() == '+') {
                    return;
                }
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends it at once; what it knew is gone. */
    public void kill() {
        if (container != null) {
            container
                    .getDockerClient()
                    .killContainerCmd(container.getContainerId())
                    .exec();
            container.stop();
        } else {
            try {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Connections that are open, of whomever. */
    public int clients() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("INFO clients\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(CLIENTS)) {
                    return Integer.parseInt(line.substring(CLIENTS.length())) - 1; // without this one
                }
            }
        }
        throw new IOException("hung up");
    }

    /** It stops answering, with all connections open, until {@link #thaw}. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        if (container != null) {
            if (signal.equals("-STOP")) {
                container
                        .getDockerClient()
                        .pauseContainerCmd(container.getContainerId())
                        .exec();
            } else {
                container
                        .getDockerClient()
                        .unpauseContainerCmd(container.getContainerId())
                        .exec();
            }
            return;
        }
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
