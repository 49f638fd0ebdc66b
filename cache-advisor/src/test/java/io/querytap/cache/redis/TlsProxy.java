package io.querytap.cache.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** TLS in front of a Redis that knows none. */
final class TlsProxy implements AutoCloseable {
    private final int serverPort;
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();

    TlsProxy(int serverPort, Certificate certificate) throws Exception {
        this.serverPort = serverPort;
        entrance = certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Clients that did not like the certificate. */
    int refused() {
        return refused.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            sockets.add(client);
            sockets.add(server);
            start(() -> copy(client, server));
            start(() -> copy(server, client));
        }
    }

    private void copy(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[8_192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (SSLException notLiked) {
            refused.incrementAndGet();
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
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Copy {
        void run() throws IOException;
    }

    /** One that signs itself, made by the JDK's tool. */
    static final class Certificate {
        private static final char[] PASSWORD = "changeit".toCharArray();

        private final KeyStore store;
        private final File file;

        private Certificate(KeyStore store, File file) {
            this.store = store;
            this.file = file;
        }

        static Certificate made(Path folder, String name, String alternativeName) throws Exception {
            Path kept = folder.resolve(name + ".p12");
            Process tool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            name,
                            "-dname",
                            "CN=" + name,
                            "-ext",
                            "san=" + alternativeName,
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            new String(PASSWORD),
                            "-keystore",
                            kept.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile())
                    .start();
            if (!tool.waitFor(30, TimeUnit.SECONDS) || tool.exitValue() != 0) {
                throw new IOException(Files.readString(folder.resolve(name + ".log")));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(kept)) {
                store.load(in, PASSWORD);
            }
            Path pem = folder.resolve(name + ".pem");
            Files.writeString(
                    pem,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(store.getCertificate(name).getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            return new Certificate(store, pem.toFile());
        }

        File file() {
            return file;
        }

        private SSLContext context() throws Exception {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        }
    }
}
