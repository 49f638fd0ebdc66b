package io.querytap.core.pattern.form;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.PatternHash;

/**
 * One level of brackets while a {@link PatternBuilder} works: the hash of its tokens and whether it is a list, or rows, that can
 * be folded. Reused from level to level.
 */
final class Frame {
    // where the frame is after VALUES
    static final int NO_ROWS = 0;
    static final int ROW_EXPECTED = 1;
    static final int IN_ROW = 2;
    static final int AFTER_ROW = 3;
    static final int AFTER_COMMA = 4;

    // what the current element looks like so far; only VALUE and TYPE are complete values
    private static final int START = 0;
    private static final int TYPED = 1;
    private static final int VALUE = 2;
    private static final int CAST = 3;
    private static final int TYPE = 4;
    private static final int NOT_A_VALUE = 5;

    private static final long COMMA = PatternHash.symbol(',');

    char bracket;
    boolean list;

    /** Index of the bracket's token. */
    int token;

    /** Of the current element in a list, else of the whole content. */
    long hash;

    int shape;
    int rows;

    /** Where the text ends behind the first element. */
    int firstEnd;

    int firstEndToken;

    /** Where the text ends behind the last row that was kept. */
    int rowEnd;

    int rowEndToken;

    private boolean values;
    private int elements;
    private boolean uniform;
    private long firstElement;
    private long allElements;
    private long content;

    private boolean rowKnown;
    private long rowHash;
    private long hashAfterRow;

    void reset(char openingBracket, boolean isList, int openingToken) {
        token = openingToken;
        bracket = openingBracket;
        list = isList;
        hash = PatternHash.SEED;
        shape = START;
        rows = NO_ROWS;
        values = true;
        elements = 0;
        uniform = true;
        allElements = PatternHash.SEED;
    }

    void value() {
        rows = NO_ROWS;
        shape = shape <= VALUE ? VALUE : NOT_A_VALUE;
    }

    void word(Keyword keyword) {
        rows = NO_ROWS;
        if (keyword == Keyword.VALUES) {
            rows = ROW_EXPECTED;
            rowKnown = false;
        }
        if (shape == CAST || shape == TYPE) {
            shape = TYPE;
        } else if (shape != TYPED && (shape != START || !keyword.typedLiteral)) {
            shape = NOT_A_VALUE;
        } else {
            shape = TYPED;
        }
    }

    void name() {
        rows = NO_ROWS;
        shape = shape == CAST ? TYPE : NOT_A_VALUE;
    }

    void cast() {
        rows = NO_ROWS;
        shape = shape == VALUE || shape == TYPE ? CAST : NOT_A_VALUE;
    }

    /** A symbol; the braces of {@code {d '2020-01-01'}} and the dot of a type's name may be part of a value. */
    void other(char symbol) {
        rows = NO_ROWS;
        if (symbol == '{' && shape == START) {
            shape = TYPED;
        } else if (symbol == '.' && shape == TYPE) {
            shape = CAST;
        } else if (symbol != '}' || shape != VALUE) {
            shape = NOT_A_VALUE;
        }
    }

    void bracketClosed(boolean ofValues, boolean empty) {
        if (!ofValues && !(empty && shape == TYPE)) {
            shape = NOT_A_VALUE;
        } else if (shape == START || shape == TYPED) {
            shape = VALUE;
        } else if (shape != TYPE) {
            shape = NOT_A_VALUE;
        }
    }

    /** A comma in a list. */
    void endElement(int textEnd, int tokenEnd) {
        finishElement(textEnd, tokenEnd);
        hash = PatternHash.SEED;
        shape = START;
        rows = NO_ROWS;
    }

    /** A comma elsewhere: between rows or between whatever. */
    void separator() {
        rows = rows == AFTER_ROW ? AFTER_COMMA : NO_ROWS;
        values &= isComplete();
        shape = START;
        elements++;
        hash = PatternHash.combine(hash, COMMA);
    }

    private void finishElement(int textEnd, int tokenEnd) {
        boolean complete = isComplete();
        values &= complete;
        if (elements == 0) {
            firstElement = hash;
            firstEnd = textEnd;
            firstEndToken = tokenEnd;
        }
        uniform &= complete && hash == firstElement;
        allElements = PatternHash.combine(allElements, hash);
        elements++;
    }

    private boolean isComplete() {
        return shape == VALUE || shape == TYPE;
    }

    /** Ends the frame; true if it is folded, so that the text ends behind its first element. */
    boolean end(int textEnd, int tokenEnd) {
        if (!list) {
            content = hash;
            values &= isComplete();
            return false;
        }
        finishElement(textEnd, tokenEnd);
        content = uniform ? firstElement : allElements;
        return uniform;
    }

    /** Hash of all that is between the brackets, after {@link #end}. */
    long content() {
        return content;
    }

    /** Ended, and of values only. */
    boolean isValues() {
        return values;
    }

    boolean isEmpty() {
        return elements <= 1 && shape == START;
    }

    /** A row ended; true if it has the shape of the one before, so that the text ends behind that one. */
    boolean rowClosed(long row, int textEnd, int tokenEnd) {
        rows = AFTER_ROW;
        if (rowKnown && row == rowHash) {
            hash = hashAfterRow;
            return true;
        }
        rowKnown = true;
        rowHash = row;
        rowEnd = textEnd;
        rowEndToken = tokenEnd;
        hashAfterRow = hash;
        return false;
    }
}
