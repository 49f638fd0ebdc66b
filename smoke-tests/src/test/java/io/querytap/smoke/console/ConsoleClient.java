package io.querytap.smoke.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Talks to a console without any help of a library, so that everything can be sent.
 *
 * @param port where it listens
 * @param token what it said that it wants to hear
 */
record ConsoleClient(int port, String token) {
    private static final Pattern SAID = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/; token (\\S+)");
    private static final int PATIENCE_MILLIS = 60_000;

    /** From what the agent says of its console. */
    static ConsoleClient of(String line) {
        Matcher matcher = SAID.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no console of this machine: " + line);
        }
        return new ConsoleClient(Integer.parseInt(matcher.group(1)), matcher.group(2));
    }

    /** Asks as the page does. */
    Answer get(String path, String... headers) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + lines(headers)
                + "Connection: close\r\n\r\n");
    }

    /** Asks for a change as the page does. */
    Answer post(String path, String json, String... headers) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Length: " + json.length()
                + "\r\n" + lines(headers) + "Connection: close\r\n\r\n" + json);
    }

    String[] asOperator() {
        return new String[] {"Content-Type: application/json", "Authorization: Bearer " + token};
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    /** Sends any bytes and reads until the console ends the connection. */
    Answer send(String bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int head = all.indexOf("\r\n\r\n");
            return head < 0
                    ? new Answer(0, "", all)
                    : new Answer(
                            Integer.parseInt(all.substring(9, 12)), all.substring(0, head), all.substring(head + 4));
        }
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getByName("127.0.0.1"), port);
    }

    /**
     * What came back.
     *
     * @param status 0 where the connection was ended without an answer
     */
    record Answer(int status, String head, String body) {}
}
