package io.querytap.cache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between a tier and its Redis that is slow, loses what goes one way, cuts, or leads to another server from now on. */
final class FaultyProxy implements AutoCloseable {
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int serverPort;
    private volatile long delayMillis;
    private volatile boolean holdsRequests;
    private volatile boolean holdsAnswers;

    FaultyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        return "redis://127.0.0.1:" + entrance.getLocalPort();
    }

    /** Each way. */
    void delay(long millis) {
        delayMillis = millis;
    }

    void holdRequests(boolean value) {
        holdsRequests = value;
    }

    void holdAnswers(boolean value) {
        holdsAnswers = value;
    }

    /** As when an address moves to a server that was promoted. */
    void leadTo(int port) throws IOException {
        serverPort = port;
        cut();
    }

    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            try {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                start(() -> copy(client, server, true));
                start(() -> copy(server, client, false));
            } catch (IOException nobodyThere) {
                client.close();
            }
        }
    }

    private void copy(Socket from, Socket to, boolean areRequests) throws IOException {
        byte[] buffer = new byte[8_192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (delayMillis > 0) {
                    Tier.sleep(delayMillis);
                }
                while (areRequests ? holdsRequests : holdsAnswers) {
                    Tier.sleep(5); // what TCP lost it sends again
                }
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
        cut();
    }

    private interface Copy {
        void run() throws IOException;
    }
}
