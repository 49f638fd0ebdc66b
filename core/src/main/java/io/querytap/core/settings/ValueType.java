package io.querytap.core.settings;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a text becomes a value, and how to say what is accepted. Stateless.
 *
 * <p>This runs in premain: no lambda, stream, regular expression or {@code String.format}, each of which costs the start of
 * the application tens of milliseconds the first time. It is an interface, and catches exceptions by their common
 * supertype, because then the verifier need not load the classes that the application's settings do not touch.
 */
interface ValueType<T> {

    /** What kind of value this is, in a word or two. */
    String kind();

    /** The values in short, for a table; empty when the kind says it all. */
    default String range() {
        return "";
    }

    /** The unit of the value, or that of a number that comes without one; empty when it has none. */
    default String unit() {
        return "";
    }

    /** What to write, as the end of the sentence "accepted: …". */
    String accepted();

    /** The value of a text without blanks around it and not empty; null when the text is not accepted. */
    @Nullable
    T parse(String text);

    /** The text in the form in which a message may show it. */
    default String shown(String text) {
        return text;
    }

    static ValueType<Boolean> bool() {
        return new OfBoolean();
    }

    static ValueType<Integer> wholeNumber(int min, int max, String unit) {
        return new OfWholeNumber(min, max, unit);
    }

    static ValueType<Duration> duration(String min, String max) {
        return new OfDuration(min, max);
    }

    /** One of the constants of an enum, in lower case; to be given its {@code values()}, reflection would be slow here. */
    static <E extends Enum<E>> ValueType<E> choice(E[] constants) {
        return new OfChoice<>(constants, /* listed= */ false);
    }

    /** As {@link #choice}, but a list is searched for the first constant in it, and the rest is not ours to judge. */
    static <E extends Enum<E>> ValueType<E> choiceInList(E[] constants) {
        return new OfChoice<>(constants, /* listed= */ true);
    }

    static ValueType<String> exactly(String onlyValue, String hint) {
        return new OfExactText(onlyValue, hint);
    }

    static ValueType<String> text() {
        return new OfText();
    }

    /** A secret that nobody guesses, in characters that every header may have. */
    static ValueType<String> token() {
        return new OfToken();
    }

    static ValueType<List<String>> list() {
        return new OfList();
    }

    /** Methods by their qualified names. */
    static ValueType<List<String>> methods() {
        return new OfMethods();
    }

    static ValueType<Map<String, String>> map() {
        return new OfMap();
    }

    static ValueType<Path> pathStem() {
        return new OfPathStem();
    }

    static ValueType<Path> readableFile() {
        return new OfReadableFile();
    }

    static ValueType<String> name() {
        return new OfName();
    }

    static ValueType<String> redisUri() {
        return new OfRedisUri();
    }

    static ValueType<URI> httpUrl() {
        return new OfHttpUrl();
    }

    static ValueType<HostPort> hostPort() {
        return new OfHostPort();
    }

    final class OfBoolean implements ValueType<Boolean> {
        @Override
        public String kind() {
            return "boolean";
        }

        @Override
        public String range() {
            return "true, false";
        }

        @Override
        public String accepted() {
            return "true or false";
        }

        @Override
        public @Nullable Boolean parse(String text) {
            if (text.equalsIgnoreCase("true")) {
                return Boolean.TRUE;
            }
            return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
        }
    }

    final class OfWholeNumber implements ValueType<Integer> {
        private final int min;
        private final int max;
        private final String unit;

        OfWholeNumber(int min, int max, String unit) {
            this.min = min;
            this.max = max;
            this.unit = unit;
        }

        @Override
        public String kind() {
            return "whole number";
        }

        @Override
        public String range() {
            return min + " to " + max;
        }

        @Override
        public String unit() {
            return unit;
        }

        @Override
        public String accepted() {
            return "a whole number from " + min + " to " + max;
        }

        @Override
        public @Nullable Integer parse(String text) {
            try {
                int value = Integer.parseInt(text);
                return value >= min && value <= max ? value : null;
            } catch (IllegalArgumentException notANumber) {
                return null;
            }
        }
    }

    /** A number with a unit; a number alone is milliseconds, as in OpenTelemetry. */
    final class OfDuration implements ValueType<Duration> {
        private final String min;
        private final String max;
        private final long minMillis;
        private final long maxMillis;

        OfDuration(String min, String max) {
            this.min = min;
            this.max = max;
            this.minMillis = millis(min);
            this.maxMillis = millis(max);
        }

        @Override
        public String kind() {
            return "duration";
        }

        @Override
        public String range() {
            return min + " to " + max;
        }

        @Override
        public String unit() {
            return "ms";
        }

        @Override
        public String accepted() {
            return "a duration from " + min + " to " + max
                    + ", written as 500ms, 5s, 2m, 1h or 1d (a number alone is milliseconds)";
        }

        @Override
        public @Nullable Duration parse(String text) {
            long millis = millis(text);
            return millis >= minMillis && millis <= maxMillis ? Duration.ofMillis(millis) : null;
        }

        /** Milliseconds, or -1 when the text is no duration. */
        private static long millis(String text) {
            int unitStart = 0;
            while (unitStart < text.length() && isDigit(text.charAt(unitStart))) {
                unitStart++;
            }
            long factor = millisPer(text.substring(unitStart).strip());
            if (unitStart == 0 || factor < 0) {
                return -1;
            }
            try {
                return Math.multiplyExact(Long.parseLong(text.substring(0, unitStart)), factor);
            } catch (IllegalArgumentException | ArithmeticException tooLarge) {
                return -1;
            }
        }

        private static long millisPer(String unit) {
            switch (unit) {
                case "":
                case "ms":
                    return 1;
                case "s":
                    return 1_000;
                case "m":
                    return 60_000;
                case "h":
                    return 3_600_000;
                case "d":
                    return 86_400_000;
                default:
                    return -1;
            }
        }

        private static boolean isDigit(char character) {
            return character >= '0' && character <= '9';
        }
    }

    final class OfChoice<E extends Enum<E>> implements ValueType<E> {
        private final E[] constants;
        private final boolean listed;

        OfChoice(E[] constants, boolean listed) {
            this.constants = constants;
            this.listed = listed;
        }

        @Override
        public String kind() {
            return "choice";
        }

        @Override
        public String range() {
            return joined(", ");
        }

        @Override
        public String accepted() {
            return joined(" or ");
        }

        @Override
        public @Nullable E parse(String text) {
            if (!listed) {
                return constant(text);
            }
            for (String item : splitAtCommas(text)) {
                E constant = constant(item);
                if (constant != null) {
                    return constant;
                }
            }
            return null;
        }

        private @Nullable E constant(String text) {
            for (E constant : constants) {
                if (constant.name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            return null;
        }

        private String joined(String lastSeparator) {
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < constants.length; i++) {
                if (i > 0) {
                    joined.append(i == constants.length - 1 ? lastSeparator : ", ");
                }
                joined.append(constants[i].name().toLowerCase(Locale.ROOT));
            }
            return joined.toString();
        }
    }

    final class OfExactText implements ValueType<String> {
        private final String onlyValue;
        private final String hint;

        OfExactText(String onlyValue, String hint) {
            this.onlyValue = onlyValue;
            this.hint = hint;
        }

        @Override
        public String kind() {
            return "choice";
        }

        @Override
        public String range() {
            return onlyValue;
        }

        @Override
        public String accepted() {
            return onlyValue + " (" + hint + ')';
        }

        @Override
        public @Nullable String parse(String text) {
            return text.equalsIgnoreCase(onlyValue) ? onlyValue : null;
        }
    }

    final class OfText implements ValueType<String> {
        @Override
        public String kind() {
            return "text";
        }

        @Override
        public String accepted() {
            return "any text";
        }

        @Override
        public String parse(String text) {
            return text;
        }
    }

    final class OfToken implements ValueType<String> {
        /** Shorter ones can be tried out. */
        private static final int MIN_LENGTH = 16;

        private static final int MAX_LENGTH = 512;

        @Override
        public String kind() {
            return "text";
        }

        @Override
        public String range() {
            return MIN_LENGTH + " characters or more";
        }

        @Override
        public String accepted() {
            return MIN_LENGTH + " to " + MAX_LENGTH + " characters, ASCII without blanks";
        }

        @Override
        public @Nullable String parse(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                    return null;
                }
            }
            return text.length() >= MIN_LENGTH && text.length() <= MAX_LENGTH ? text : null;
        }
    }

    final class OfList implements ValueType<List<String>> {
        @Override
        public String kind() {
            return "list";
        }

        @Override
        public String accepted() {
            return "values separated by commas";
        }

        @Override
        public @Nullable List<String> parse(String text) {
            List<String> items = splitAtCommas(text);
            return items.isEmpty() ? null : items;
        }
    }

    final class OfMethods implements ValueType<List<String>> {
        @Override
        public String kind() {
            return "list of methods";
        }

        @Override
        public String accepted() {
            return "qualified names of methods separated by commas, such as com.acme.Import.main or"
                    + " com.acme.Worker$Loop.step, without parentheses";
        }

        @Override
        public @Nullable List<String> parse(String text) {
            List<String> methods = splitAtCommas(text);
            for (int i = 0; i < methods.size(); i++) {
                if (!isMethod(methods.get(i))) {
                    return null;
                }
            }
            return methods.isEmpty() ? null : methods;
        }

        /** At least a class and a method, each part between two dots an identifier. */
        private static boolean isMethod(String name) {
            boolean inPart = false;
            for (int i = 0; i < name.length(); i++) {
                char character = name.charAt(i);
                if (character == '.' && inPart) {
                    inPart = false;
                } else if (inPart
                        ? Character.isJavaIdentifierPart(character)
                        : Character.isJavaIdentifierStart(character)) {
                    inPart = true;
                } else {
                    return false;
                }
            }
            return inPart && name.indexOf('.') > 0;
        }
    }

    /** Pairs as in W3C baggage, which OpenTelemetry refers to: values may be percent-encoded. */
    final class OfMap implements ValueType<Map<String, String>> {
        @Override
        public String kind() {
            return "name=value list";
        }

        @Override
        public String accepted() {
            return "name=value pairs separated by commas (a comma inside a value is written %2C)";
        }

        @Override
        public @Nullable Map<String, String> parse(String text) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String item : splitAtCommas(text)) {
                int equals = item.indexOf('=');
                String name = equals < 0 ? "" : item.substring(0, equals).strip();
                if (name.isEmpty()) {
                    return null;
                }
                pairs.put(name, percentDecoded(item.substring(equals + 1).strip()));
            }
            return pairs.isEmpty() ? null : Collections.unmodifiableMap(pairs);
        }

        /** Leaves a percent sign that begins no code as it is, and, unlike a form, a plus sign too. */
        private static String percentDecoded(String text) {
            if (text.indexOf('%') < 0) {
                return text;
            }
            byte[] in = text.getBytes(StandardCharsets.UTF_8);
            byte[] out = new byte[in.length];
            int length = 0;
            for (int i = 0; i < in.length; i++) {
                int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (in[i] == '%' && high >= 0 && low >= 0) {
                    out[length++] = (byte) (high << 4 | low);
                    i += 2;
                } else {
                    out[length++] = in[i];
                }
            }
            return new String(out, 0, length, StandardCharsets.UTF_8);
        }
    }

    final class OfPathStem implements ValueType<Path> {
        private static final String[] REPORT_ENDINGS = {".html", ".json", ".sarif"};

        @Override
        public String kind() {
            return "path stem";
        }

        @Override
        public String accepted() {
            return "a path that ends in a file name without ending, such as /var/tmp/querytap";
        }

        @Override
        public @Nullable Path parse(String text) {
            char last = text.charAt(text.length() - 1);
            if (last == '/' || last == File.separatorChar) {
                return null;
            }
            try {
                Path stem = Path.of(withoutReportEnding(text)).toAbsolutePath().normalize();
                return stem.getFileName() == null || Files.isDirectory(stem) ? null : stem;
            } catch (IllegalArgumentException notAPath) {
                return null;
            }
        }

        /** Someone who names one of the files means all of them. */
        private static String withoutReportEnding(String text) {
            for (String ending : REPORT_ENDINGS) {
                if (text.endsWith(ending)) {
                    return text.substring(0, text.length() - ending.length());
                }
            }
            return text;
        }
    }

    final class OfReadableFile implements ValueType<Path> {
        @Override
        public String kind() {
            return "file";
        }

        @Override
        public String accepted() {
            return "the path of a file that exists and can be read";
        }

        @Override
        public @Nullable Path parse(String text) {
            try {
                Path file = Path.of(text).toAbsolutePath().normalize();
                return Files.isRegularFile(file) && Files.isReadable(file) ? file : null;
            } catch (IllegalArgumentException notAPath) {
                return null;
            }
        }
    }

    final class OfName implements ValueType<String> {
        @Override
        public String kind() {
            return "name";
        }

        @Override
        public String accepted() {
            return "letters, digits and . _ : -";
        }

        @Override
        public @Nullable String parse(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (!Character.isLetterOrDigit(text.charAt(i)) && "._:-".indexOf(text.charAt(i)) < 0) {
                    return null;
                }
            }
            return text;
        }
    }

    /** Kept as text: what stands behind the scheme is for the client of Redis to understand. */
    final class OfRedisUri implements ValueType<String> {
        private static final String[] SCHEMES = {"redis://", "rediss://", "redis-sentinel://", "rediss-sentinel://"};

        @Override
        public String kind() {
            return "URI";
        }

        @Override
        public String accepted() {
            return "redis://host:6379/0, rediss:// for TLS, redis-sentinel://host1,host2/0#name, or several URIs separated by commas";
        }

        @Override
        public @Nullable String parse(String text) {
            for (int i = 0; i < SCHEMES.length; i++) {
                if (text.startsWith(SCHEMES[i]) && text.length() > SCHEMES[i].length()) {
                    return text;
                }
            }
            return null;
        }
    }

    final class OfHttpUrl implements ValueType<URI> {
        @Override
        public String kind() {
            return "URL";
        }

        @Override
        public String range() {
            return "http://, https://";
        }

        @Override
        public String accepted() {
            return "a URL with http:// or https:// and a host (in which an underscore is not allowed), such as"
                    + " http://localhost:4318";
        }

        @Override
        public @Nullable URI parse(String text) {
            try {
                URI url = URI.create(text);
                boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
                return http && url.getHost() != null && url.getPort() <= HIGHEST_PORT ? url : null;
            } catch (IllegalArgumentException notAUrl) {
                return null;
            }
        }

        /** A URL may carry a user and a password in front of its host, and an access key behind a question mark. */
        @Override
        public String shown(String text) {
            int scheme = text.indexOf("://");
            int at = text.lastIndexOf('@');
            String front = scheme < 0 || scheme > at ? "" : text.substring(0, scheme + "://".length());
            String rest = at < 0 ? text : front + "..." + text.substring(at);
            int query = rest.indexOf('?');
            return query < 0 ? rest : rest.substring(0, query) + "?...";
        }
    }

    final class OfHostPort implements ValueType<HostPort> {
        private static final String LOOPBACK = "127.0.0.1";

        @Override
        public String kind() {
            return "host:port";
        }

        @Override
        public String accepted() {
            return "host:port, or a port alone for the loopback address, with a port from 0 to 65535";
        }

        @Override
        public @Nullable HostPort parse(String text) {
            int colon = text.lastIndexOf(':');
            int port = port(text.substring(colon + 1));
            String host = colon < 0 ? LOOPBACK : withoutBrackets(text.substring(0, colon));
            return port < 0 || host.isEmpty() ? null : new HostPort(host, port);
        }

        /** Empty when the brackets of an IPv6 address are missing or left open: then nobody knows which colon counts. */
        private static String withoutBrackets(String host) {
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (bracketed) {
                return host.substring(1, host.length() - 1);
            }
            boolean plain =
                    host.indexOf(':') < 0 && host.indexOf('[') < 0 && host.indexOf(']') < 0 && host.indexOf('/') < 0;
            return plain ? host : "";
        }

        private static int port(String text) {
            try {
                int port = Integer.parseInt(text);
                return port >= 0 && port <= HIGHEST_PORT ? port : -1;
            } catch (IllegalArgumentException notANumber) {
                return -1;
            }
        }
    }

    int HIGHEST_PORT = 65_535;

    /** The parts between commas without the blanks around them; empty parts are left out. */
    private static List<String> splitAtCommas(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String part = text.substring(start, end).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            start = end + 1;
        }
        return Collections.unmodifiableList(parts);
    }
}
