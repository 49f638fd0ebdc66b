package io.querytap.smoke.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be made slow, silent, or cut, for those who take it and nobody else. */
public final class FaultyLink implements AutoCloseable {
    private static final int BUFFER_BYTES = 16_384;

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile long delayMillis;
    private volatile boolean isCut;
    private boolean isSilent; // guarded by this

    public FaultyLink(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        host = hostAndPort.substring(0, colon);
        port = Integer.parseInt(hostAndPort.substring(colon + 1));
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public String hostAndPort() {
        return "localhost:" + entrance.getLocalPort();
    }

    /** What is sent arrives so much later, each way. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** Nothing arrives any more, in either direction, and nobody is told. */
    public synchronized void silence() {
        isSilent = true;
    }

    /** Connections end, and none is made. */
    public void cut() {
        isCut = true;
        open.forEach(FaultyLink::close);
        open.clear();
    }

    /** As if nothing had been; what was held back arrives now. */
    public synchronized void heal() {
        delayMillis = 0;
        isCut = false;
        isSilent = false;
        notifyAll();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            if (isCut) {
                client.close();
                continue;
            }
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(host, port);
        } catch (IOException serverIsDown) {
            client.close();
            return;
        }
        open.add(client);
        open.add(server);
        start(() -> copy(server, client));
        copy(client, server);
    }

    private void copy(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                hold();
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void hold() throws InterruptedException {
        long millis = delayMillis;
        if (millis > 0) {
            Thread.sleep(millis);
        }
        synchronized (this) {
            while (isSilent) {
                wait();
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void start(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException closed) {
                Thread.currentThread().interrupt(); // one of the two hung up, or the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private interface Step {
        void run() throws IOException;
    }
}
