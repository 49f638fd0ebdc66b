package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The functions of each dialect whose result depends on nothing but their arguments. Everything else is taken as depending on
 * the clock, the session or chance.
 *
 * <p>They are the lists {@code functions/<dialect>.txt} beside this class, read when a dialect is first asked for. A list that is
 * missing or broken is an empty one, which only makes less cacheable.
 */
final class ImmutableFunctions {
    /** More arguments than this only match a name that is listed for any number. The bit of a number in a {@code long}. */
    private static final int MAX_ARGUMENTS = 62;

    private static final Long ANY_NUMBER = -1L;

    /** Made when first asked for; two threads may both make one, which costs nothing but the work. */
    private static final AtomicReferenceArray<ImmutableFunctions> ALL =
            new AtomicReferenceArray<>(Dialect.values().length);

    /** A bit for each permitted number of arguments, by the name in lower case, in upper case and as it is listed. */
    private final Map<String, Long> argumentsByName = new HashMap<>();

    private ImmutableFunctions() {}

    /** Whether every overload of the function with this number of arguments is immutable. */
    static boolean contains(FunctionCall function, Dialect dialect) {
        return of(dialect).contains(function);
    }

    /** Names in lower case, each with the numbers of arguments as bits; for tests. */
    static Map<String, Long> listed(Dialect dialect) {
        Map<String, Long> listed = new HashMap<>();
        of(dialect).argumentsByName.forEach((name, arguments) -> listed.put(name.toLowerCase(Locale.ROOT), arguments));
        return listed;
    }

    private static ImmutableFunctions of(Dialect dialect) {
        ImmutableFunctions functions = ALL.get(dialect.ordinal());
        if (functions == null) {
            functions = read(dialect);
            ALL.set(dialect.ordinal(), functions);
        }
        return functions;
    }

    private boolean contains(FunctionCall function) {
        String name = function.name();
        Long permitted = argumentsByName.get(name);
        if (permitted == null) {
            permitted = argumentsByName.get(name.toLowerCase(Locale.ROOT)); // written in mixed case, or not on the list
        }
        if (permitted == null) {
            return false;
        }
        int arguments = function.arguments();
        return permitted.equals(ANY_NUMBER)
                || arguments >= 0 && arguments <= MAX_ARGUMENTS && (permitted >>> arguments & 1) == 1;
    }

    private static ImmutableFunctions read(Dialect dialect) {
        ImmutableFunctions functions = new ImmutableFunctions();
        String file = "functions/" + dialect.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream resource = ImmutableFunctions.class.getResourceAsStream(file)) {
            if (resource == null) {
                return functions;
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    functions.addLine(line);
                }
            }
            return functions;
        } catch (IOException | RuntimeException unreadable) {
            return new ImmutableFunctions();
        }
    }

    private void addLine(String line) {
        StringTokenizer entries = new StringTokenizer(line);
        while (entries.hasMoreTokens()) {
            String entry = entries.nextToken();
            int slash = entry.indexOf('/');
            if (slash < 0) {
                add(entry, ANY_NUMBER);
                continue;
            }
            long bits = 0;
            StringTokenizer numbers = new StringTokenizer(entry.substring(slash + 1), ",");
            while (numbers.hasMoreTokens()) {
                int number = Integer.parseInt(numbers.nextToken());
                if (number < 0 || number > MAX_ARGUMENTS) {
                    throw new IllegalArgumentException(entry);
                }
                bits |= 1L << number;
            }
            add(entry.substring(0, slash), bits);
        }
    }

    private void add(String name, Long arguments) {
        argumentsByName.put(name, arguments);
        argumentsByName.put(name.toLowerCase(Locale.ROOT), arguments);
        argumentsByName.put(name.toUpperCase(Locale.ROOT), arguments);
    }
}
