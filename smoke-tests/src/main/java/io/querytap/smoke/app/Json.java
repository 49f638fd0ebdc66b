package io.querytap.smoke.app;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, numbers, booleans and texts as JSON; by hand, so that the applications bring no library of their own. */
final class Json {
    private Json() {}

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Object value) {
        if (value instanceof Map) {
            appendObject(out, (Map<?, ?>) value);
        } else if (value instanceof List) {
            appendArray(out, (List<?>) value);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            appendText(out, value.toString());
        }
    }

    private static void appendObject(StringBuilder out, Map<?, ?> object) {
        String separator = "{";
        for (Map.Entry<?, ?> member : object.entrySet()) {
            out.append(separator);
            appendText(out, member.getKey().toString());
            out.append(':');
            append(out, member.getValue());
            separator = ",";
        }
        out.append(object.isEmpty() ? "{}" : "}");
    }

    private static void appendArray(StringBuilder out, List<?> array) {
        out.append('[');
        for (Iterator<?> elements = array.iterator(); elements.hasNext(); ) {
            append(out, elements.next());
            out.append(elements.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
