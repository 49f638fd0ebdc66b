package io.querytap.scenarios.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A port that leads to a server until it is shut: from then on it refuses, and what went through it is cut. To a client that is a server
 * that was stopped.
 */
final class Gate implements AutoCloseable {
    private final ServerSocket door;
    private final String host;
    private final int port;
    private final int delayMillis;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /**
     * @param address host and port of the server
     * @param delayMillis how long each new connection takes more
     */
    Gate(String address, int delayMillis) throws IOException {
        int colon = address.lastIndexOf(':');
        host = address.substring(0, colon);
        port = Integer.parseInt(address.substring(colon + 1));
        this.delayMillis = delayMillis;
        door = new ServerSocket(/* port= */ 0, /* backlog= */ 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Host and port. */
    String address() {
        return "localhost:" + door.getLocalPort();
    }

    /** From now on the server is gone. */
    void shut() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        shut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                sockets.add(client);
                start(() -> connect(client));
            }
        } catch (IOException shut) {
            // That is how it ends.
        }
    }

    private void connect(Socket client) {
        try {
            Thread.sleep(delayMillis);
            Socket server = new Socket(host, port);
            sockets.add(server);
            if (door.isClosed()) {
                closeQuietly(server); // it was shut meanwhile
            }
            start(() -> copy(client, server));
            copy(server, client);
        } catch (IOException | InterruptedException e) {
            closeQuietly(client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException cut) {
            // The other side sees it too: both streams are closed.
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }
}
