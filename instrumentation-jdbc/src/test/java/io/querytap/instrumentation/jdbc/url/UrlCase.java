package io.querytap.instrumentation.jdbc.url;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A line of {@code jdbc-urls.txt}; its head says how to read it. */
final class UrlCase {
    private static final String PASSWORD = "PASSWORD";

    final String url;
    final Properties properties;
    final String expected;

    private UrlCase(String line) {
        String[] sides = line.split(" => ");
        String[] input = sides[0].split(" \\+\\+ ");
        url = input[0].trim();
        properties = new Properties();
        for (int index = 1; index < input.length; index++) {
            String property = input[index].trim();
            int equals = property.indexOf('=');
            properties.setProperty(property.substring(0, equals), property.substring(equals + 1));
        }
        expected = sides[1].trim();
    }

    static List<UrlCase> all() {
        List<UrlCase> cases = new ArrayList<>();
        try (InputStream file = UrlCase.class.getResourceAsStream("jdbc-urls.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    cases.add(new UrlCase(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    /** Only where it is a value: {@code PASSWORD=} names a setting of some drivers. */
    String urlWithPassword(String password) {
        StringBuilder text = new StringBuilder();
        int position = 0;
        int found = url.indexOf(PASSWORD);
        while (found >= 0) {
            int end = found + PASSWORD.length();
            text.append(url, position, found).append(url.startsWith("=", end) ? PASSWORD : password);
            position = end;
            found = url.indexOf(PASSWORD, end);
        }
        return text.append(url, position, url.length()).toString();
    }

    @Override
    public String toString() {
        return url + (properties.isEmpty() ? "" : " " + properties);
    }
}
