package io.querytap.core.pattern.facts;

/** A bound on the rows of the outermost query, as written: {@code LIMIT ?}, {@code OFFSET 20 ROWS}, {@code TOP (10)}. Immutable. */
public final class RowLimit {
    public enum Kind {
        /** LIMIT, FETCH FIRST, TOP: at most so many rows. */
        COUNT,
        /** OFFSET, SKIP, the first of {@code LIMIT 20, 10}: so many rows are passed over. */
        OFFSET
    }

    /** The value of {@link #parameter} where the bound is no JDBC parameter. */
    public static final int NO_PARAMETER = 0;

    private final Kind kind;
    private final int parameter;
    private final int parameters;
    private final int position;

    /**
     * @param parameters number of parameters in the whole text
     */
    public RowLimit(Kind kind, int parameter, int parameters, int position) {
        this.kind = kind;
        this.parameter = parameter;
        this.parameters = parameters;
        this.position = position;
    }

    public Kind kind() {
        return kind;
    }

    /** Which JDBC parameter of the text that was analysed it is, counted from 1; {@link #NO_PARAMETER} where it is a literal or an expression. */
    public int parameter() {
        return parameter;
    }

    /**
     * How many parameters follow it, where it is a parameter. Bounds stand at the end, so this is the same for texts of one pattern whose lists have
     * other lengths.
     */
    public int parametersBehind() {
        return parameters - parameter;
    }

    /** Where its value begins in the text that was analysed, in characters; another text of the same pattern has it elsewhere. */
    public int position() {
        return position;
    }

    @Override
    public String toString() {
        return kind + (parameter == NO_PARAMETER ? "" : " parameter " + parameter);
    }
}
