package io.querytap.core.pattern;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a statement from its text alone. Holds no literal of the input. Immutable.
 *
 * <p>Two texts that differ only in literals, list lengths, comments, white space or letter case outside quotes have the same
 * {@link #id()}; {@link #text()} is then that of the one seen first.
 */
public final class SqlPattern {
    /** Version of the algorithm behind {@link #id()}; ids of different versions must not be compared. */
    public static final int ID_VERSION = 1;

    private final long id;
    private final String text;
    private final @Nullable String summary;
    private final @Nullable String operation;
    private final List<String> tablesRead;
    private final List<String> tablesWritten;

    public SqlPattern(
            long id,
            String text,
            @Nullable String summary,
            @Nullable String operation,
            List<String> tablesRead,
            List<String> tablesWritten) {
        this.id = id;
        this.text = Objects.requireNonNull(text, "text");
        this.summary = summary;
        this.operation = operation;
        this.tablesRead = List.copyOf(tablesRead);
        this.tablesWritten = List.copyOf(tablesWritten);
    }

    /** 64-bit hash over the canonical tokens. */
    public long id() {
        return id;
    }

    /** {@link #id()} as 16 lower-case hex digits, as it is written everywhere. */
    public String hexId() {
        String digits = Long.toHexString(id);
        return "0000000000000000".substring(digits.length()) + digits;
    }

    /** The normalized text, at most 4 KiB. */
    public String text() {
        return text;
    }

    /** {@code db.query.summary}: operations and targets in source order, at most 255 characters; null where nothing is known. */
    public @Nullable String summary() {
        return summary;
    }

    /** The first operation in upper case, such as {@code SELECT}; null where unknown. */
    public @Nullable String operation() {
        return operation;
    }

    /** Tables read, as written and in order of appearance; empty also where unknown. */
    public List<String> tablesRead() {
        return tablesRead;
    }

    /** Tables written, as written and in order of appearance; empty also where unknown. */
    public List<String> tablesWritten() {
        return tablesWritten;
    }

    @Override
    public String toString() {
        return hexId() + ' ' + text;
    }
}
