package io.querytap.cache.driver.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is the same, live and given back. Texts that tell an object's identity, and so never are the same twice, are excepted: counted
 * apart, and listed.
 */
public final class Comparison {
    /** {@code [B@1b6d3586}: what {@link Object#toString} says. */
    private static final Pattern IDENTITY_HASH = Pattern.compile("(?<=[\\w;\\]]@)[0-9a-f]{1,8}\\b");

    /** {@code clob17: }: H2 numbers its objects. */
    private static final Pattern TRACE_ID = Pattern.compile("\\b(?:clob|blob|xml|rs|stat|prep|conn|ar)\\d+\\b");

    /** {@code (conn=42)}: MariaDB Connector/J says in messages on which connection, by the server's number for it. */
    private static final Pattern CONNECTION_NUMBER = Pattern.compile("\\(conn=\\d+\\)");

    /** The JVM throws these without their messages once the method is hot, be it live or given back. */
    private static final Pattern HOT_EXCEPTION = Pattern.compile(
            "\\b(java\\.lang\\.(?:NullPointer|ArrayIndexOutOfBounds|ClassCast|Arithmetic|ArrayStore)Exception): (?:(?! <- ).)*");

    private static final String NO_MESSAGE = "Exception: null";

    private static final String MASK = "#";
    private static final String MASKED_CONNECTION = "(conn=#)";
    private static final int MAX_DIFFERENCES_KEPT = 50;

    private final List<String> differences = new ArrayList<>();
    private final Set<String> excepted = new TreeSet<>();
    private int cells;
    private int liveAnswers;
    private int differing;
    private int exceptedCells;

    /** @param context said before the cell where they differ */
    public void compare(String context, List<Answer> live, List<Answer> given) {
        if (live.size() != given.size()) {
            differ(context + ": " + live.size() + " answers live, " + given.size() + " given back");
        }
        for (int i = 0; i < Math.min(live.size(), given.size()); i++) {
            compare(context, live.get(i), given.get(i));
        }
    }

    private void compare(String context, Answer live, Answer given) {
        cells++;
        if (live.isValue()) {
            liveAnswers++;
        }
        if (live.text().equals(given.text()) && live.cell().equals(given.cell())) {
            return;
        }
        String anyCell = sameInAnyCell(live.text(), given.text());
        if (anyCell != null && live.cell().equals(given.cell())) {
            exceptedCells++;
            excepted.add(anyCell);
            return;
        }
        String masked = mask(live.text());
        if (masked.equals(mask(given.text()))) {
            exceptedCells++;
            excepted.add(live.cell().replaceFirst("^(?:row|after|before) \\w+ ", "") + ": " + masked);
        } else {
            differ(context + ": " + live + ", but given back " + given);
        }
    }

    /** What explains the difference of two messages, whatever was asked: one line says it all. Null if nothing does. */
    private static @Nullable String sameInAnyCell(String live, String given) {
        if (withoutConnection(live).equals(withoutConnection(given))) {
            return "messages: " + MASKED_CONNECTION;
        }
        if ((live.contains(NO_MESSAGE) || given.contains(NO_MESSAGE))
                && withoutMessage(live).equals(withoutMessage(given))) {
            return "messages: of exceptions of the JVM in hot methods";
        }
        return null;
    }

    private static String withoutMessage(String text) {
        return HOT_EXCEPTION.matcher(text).replaceAll("$1");
    }

    private static String withoutConnection(String text) {
        return CONNECTION_NUMBER.matcher(text).replaceAll(MASKED_CONNECTION);
    }

    private static String mask(String text) {
        return TRACE_ID.matcher(IDENTITY_HASH.matcher(text).replaceAll(MASK)).replaceAll(MASK);
    }

    private void differ(String difference) {
        differing++;
        if (differences.size() < MAX_DIFFERENCES_KEPT) {
            differences.add(difference);
        }
    }

    /** Calls that were made on both. */
    public int cells() {
        return cells;
    }

    /** Of these, those to which the database's own result answers with a value. */
    public int liveAnswers() {
        return liveAnswers;
    }

    public int differing() {
        return differing;
    }

    public int exceptedCells() {
        return exceptedCells;
    }

    /** The first differences, for people. */
    public List<String> differences() {
        return List.copyOf(differences);
    }

    /** What was excepted, with identities masked. */
    public Collection<String> excepted() {
        return List.copyOf(excepted);
    }
}
