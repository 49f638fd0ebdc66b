package io.querytap.core.stats;

import io.querytap.core.pattern.facts.RowLimit;
import java.util.List;

/**
 * Which parameters of a pattern bound the rows of its query, and where its offset is. Parameters are counted from the end, for
 * lists before them differ in length from text to text. Immutable.
 */
public final class Paging {
    /** Value of {@link #offsetBehind} where the offset is no parameter. */
    public static final int NO_PARAMETER = -1;

    /** Of a pattern without bounds on its rows. */
    public static final Paging NONE = new Paging(List.of());

    private final boolean limited;
    private final long parametersBehind;
    private final int offsetBehind;
    private final boolean literalOffset;

    private Paging(List<RowLimit> limits) {
        boolean count = false;
        long behind = 0;
        int offset = NO_PARAMETER;
        boolean literal = false;
        for (RowLimit limit : limits) {
            boolean isParameter = limit.parameter() != RowLimit.NO_PARAMETER;
            if (isParameter && limit.parametersBehind() < Long.SIZE) {
                behind |= 1L << limit.parametersBehind();
            }
            if (limit.kind() == RowLimit.Kind.COUNT) {
                count = true;
            } else if (isParameter) {
                offset = limit.parametersBehind();
            } else {
                literal = true;
            }
        }
        limited = count;
        parametersBehind = behind;
        offsetBehind = offset;
        literalOffset = literal;
    }

    static Paging of(List<RowLimit> limits) {
        return limits.isEmpty() ? NONE : new Paging(limits);
    }

    /** The text says how many rows there are at most. */
    public boolean isLimited() {
        return limited;
    }

    /** Whether any parameter bounds rows. */
    public boolean hasParameters() {
        return parametersBehind != 0;
    }

    /** Whether the parameter that so many others follow bounds rows. */
    public boolean isBound(int behind) {
        return behind < Long.SIZE && (parametersBehind >>> behind & 1) != 0;
    }

    /** How many parameters follow that of the offset; {@link #NO_PARAMETER} where none is. */
    public int offsetBehind() {
        return offsetBehind;
    }

    /** The offset is written out in the text, or is an expression. */
    public boolean hasLiteralOffset() {
        return literalOffset;
    }
}
