package io.querytap.smoke.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between an application and its server and counts the bytes that the application sends. */
public final class CountingProxy implements AutoCloseable {
    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    public CountingProxy(String hostAndPort) throws IOException {
        int colon = hostAndPort.lastIndexOf(':');
        host = hostAndPort.substring(0, colon);
        port = Integer.parseInt(hostAndPort.substring(colon + 1));
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Where to connect instead of the server. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Waits until nobody is connected any more, so that the last message is counted. */
    public long bytesSent() throws InterruptedException {
        for (int waits = 0; open.get() > 0 && waits < 500; waits++) {
            Thread.sleep(10);
        }
        return sent.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            Socket server = new Socket(host, port);
            open.incrementAndGet();
            start(() -> {
                try {
                    copy(client, server, sent);
                } finally {
                    open.decrementAndGet();
                }
            });
            start(() -> copy(server, client, new AtomicLong()));
        }
    }

    private static void copy(Socket from, Socket to, AtomicLong count) throws IOException {
        byte[] buffer = new byte[8_192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                count.addAndGet(length);
                out.write(buffer, 0, length);
                out.flush();
            }
        }
    }

    private static void start(Copy copy) {
        Thread thread = new Thread(() -> {
            try {
                copy.run();
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
    }

    private interface Copy {
        void run() throws IOException;
    }
}
