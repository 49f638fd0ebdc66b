package io.querytap.scenarios.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A service in the same JVM that answers each call with one byte, after a while. */
final class SlowService implements AutoCloseable {
    private final ServerSocket door;
    private final int millis;

    SlowService(int millis) throws IOException {
        this.millis = millis;
        door = new ServerSocket(/* port= */ 0, /* backlog= */ 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Waits for the answer in a read of a socket. */
    void call() throws IOException {
        try (Socket socket = new Socket(door.getInetAddress(), door.getLocalPort())) {
            if (socket.getInputStream().read() < 0) {
                throw new IOException("no answer");
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                start(() -> answer(client));
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private void answer(Socket client) {
        try (client) {
            Thread.sleep(millis);
            client.getOutputStream().write(1);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "service");
        thread.setDaemon(true);
        thread.start();
    }
}
