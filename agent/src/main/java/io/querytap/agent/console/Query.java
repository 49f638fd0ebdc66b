package io.querytap.agent.console;

import io.querytap.agent.console.http.HttpRefusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a request; one that nobody knows is refused, because whoever sent it expects something of it. */
final class Query {
    private final Map<String, String> values = new HashMap<>();

    Query(@Nullable String query, Set<String> known) throws HttpRefusal {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!known.contains(name)) {
                throw new HttpRefusal(
                        400, known.isEmpty() ? "no parameters here" : "parameters are " + String.join(", ", known));
            }
            if (values.put(name, decoded(pair.substring(equals < 0 ? pair.length() : equals + 1))) != null) {
                throw new HttpRefusal(400, "more than one " + name);
            }
        }
    }

    private static String decoded(String text) throws HttpRefusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new HttpRefusal(400, "a parameter that is not encoded rightly");
        }
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** A whole number from 1 on. */
    int number(String name, int otherwise, int max) throws HttpRefusal {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // refused below
        }
        throw new HttpRefusal(400, name + " is a number from 1 to " + max);
    }
}
