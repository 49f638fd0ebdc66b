package io.querytap.core.pattern;

import io.querytap.core.pattern.facts.SqlFacts;
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
    private final SqlFacts facts;

    public SqlPattern(long id, String text, SqlFacts facts) {
        this.id = id;
        this.text = Objects.requireNonNull(text, "text");
        this.facts = Objects.requireNonNull(facts, "facts");
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

    /** What a statement of this pattern does. */
    public SqlFacts facts() {
        return facts;
    }

    /** {@link SqlFacts#summary()}. */
    public @Nullable String summary() {
        return facts.summary();
    }

    /** {@link SqlFacts#operation()}. */
    public @Nullable String operation() {
        return facts.operation();
    }

    /** {@link SqlFacts#tablesRead()}. */
    public List<String> tablesRead() {
        return facts.tablesRead();
    }

    /** {@link SqlFacts#tablesWritten()}. */
    public List<String> tablesWritten() {
        return facts.tablesWritten();
    }

    @Override
    public String toString() {
        return hexId() + ' ' + text;
    }
}
