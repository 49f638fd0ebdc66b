package io.querytap.core.pattern.form;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.PatternHash;
import io.querytap.core.pattern.lexis.Tokens;
import java.util.Arrays;

/**
 * Pattern text and id of one text, with lists folded on the way.
 *
 * <h2>How lists are folded</h2>
 *
 * Every bracket opens a {@link Frame} with its own hash, which is appended to the outer frame's when it closes; the id is thus a
 * hash over the tree of tokens. In a list each element's hash is compared with the first one's. All elements are written out as
 * they come; when the list ends and all were the same values, the text is cut back to the end of the first element and only
 * that element's hash counts. Nothing has to be remembered of the elements, and a list that turns out to hold something else is
 * simply left as it is. Rows after VALUES are cut back one by one.
 *
 * <p>The text is bounded: past {@link #MAX_TEXT} characters are counted but not stored, so a long list still folds exactly, and
 * the id always covers the whole text.
 */
public final class PatternBuilder {
    /** Display only; a longer text helps nobody in a report. */
    public static final int MAX_TEXT = 4096;

    /** Brackets nested deeper are plain tokens: bounds the memory of hostile texts. */
    public static final int MAX_DEPTH = 256;

    private static final int INITIAL_DEPTH = 8;

    /** Characters; most texts fit. */
    private static final int INITIAL_TEXT = 512;

    /** Grows with the longest text that was seen, up to its bound. */
    private char[] text = new char[INITIAL_TEXT];

    private final Tokens tokens;

    /** Of all that was written, also past what {@link #text} can hold. */
    private int length;

    private boolean spacePending;
    private Frame[] frames = new Frame[INITIAL_DEPTH];
    private int depth;
    private int tooDeep;
    private Frame top;

    private boolean signLast;
    private int lengthBeforeSign;
    private long hashBeforeSign;
    private int shapeBeforeSign;
    private int tokensBeforeSign;
    private int rows;

    PatternBuilder(Tokens tokens) {
        this.tokens = tokens;
        top = new Frame();
        frames[0] = top;
    }

    /** Forgets the text before. */
    void begin(int sqlLength) {
        int capacity = Math.min(sqlLength + 4, MAX_TEXT);
        if (text.length < capacity) {
            text = new char[Math.min(Math.max(capacity, text.length * 2), MAX_TEXT)];
        }
        length = 0;
        spacePending = false;
        depth = 0;
        tooDeep = 0;
        signLast = false;
        rows = 0;
        top = frames[0];
        top.reset(/* bracket= */ ' ', /* list= */ false, /* token= */ 0);
    }

    /** Nothing was written yet. */
    boolean isEmpty() {
        return length == 0;
    }

    /** White space before the next token. */
    void space() {
        spacePending = length > 0;
    }

    /** A literal or bind, with its token; a sign directly before a number is part of it. */
    void value(int code, int start, int extra) {
        if (signLast && code == Tokens.NUMBER) {
            tokens.truncate(tokensBeforeSign);
            length = lengthBeforeSign;
            top.hash = hashBeforeSign;
            top.shape = shapeBeforeSign;
            spacePending = false;
        }
        put('?');
        add(PatternHash.PLACEHOLDER);
        tokens.add(code, start, extra);
        top.value();
    }

    /** A sign where no operand stands before it; several in a row count as one. */
    void sign(char sign, int start) {
        flushSpace();
        boolean repeated = signLast;
        int lengthBefore = length;
        long hashBefore = top.hash;
        int shapeBefore = top.shape;
        int tokensBefore = tokens.size();
        operator(sign, start);
        if (!repeated) {
            lengthBeforeSign = lengthBefore;
            hashBeforeSign = hashBefore;
            shapeBeforeSign = shapeBefore;
            tokensBeforeSign = tokensBefore;
        }
        signLast = true;
    }

    void operator(char symbol, int start) {
        tokens.add(Tokens.symbol(symbol), start, start + 1);
        symbolAside(symbol);
    }

    /** A symbol inside a hint. */
    void symbolAside(char symbol) {
        put(symbol);
        add(PatternHash.symbol(symbol));
        top.other(symbol);
    }

    /** A token that is shown but says nothing of what the statement does: of a hint, or its delimiter. */
    void aside(String sql, int start, int end) {
        copy(sql, start, end);
        add(PatternHash.exact(sql, start, end));
        top.name();
    }

    /** A value inside a hint. */
    void valueAside() {
        put('?');
        add(PatternHash.PLACEHOLDER);
        top.value();
    }

    /** A token as written: a quoted name, a variable, an operator of more than one character. */
    void asWritten(String sql, int start, int end, int code) {
        tokens.add(code, start, end);
        copy(sql, start, end);
        add(PatternHash.exact(sql, start, end));
        top.name();
    }

    void cast(int start) {
        tokens.add(Tokens.CAST, start, start + 2);
        put(':');
        put(':');
        add(PatternHash.symbol(':'));
        top.cast();
    }

    void word(String sql, int start, int end, long hash, Keyword keyword) {
        tokens.add(keyword == Keyword.NONE ? Tokens.WORD : keyword.ordinal(), start, end);
        wordAside(sql, start, end, hash, keyword);
    }

    /** A word inside a hint. */
    void wordAside(String sql, int start, int end, long hash, Keyword keyword) {
        copy(sql, start, end);
        if (keyword == Keyword.ROW && top.rows != Frame.NO_ROWS) {
            return; // VALUES ROW(1), ROW(2) of MySQL: the word says nothing that the row does not
        }
        add(hash);
        top.word(keyword);
    }

    /** A word that is shown but makes no difference, such as SAVEPOINT in ROLLBACK TO SAVEPOINT. */
    void optionalWord(String sql, int start, int end, Keyword keyword) {
        tokens.add(keyword.ordinal(), start, end);
        copy(sql, start, end);
    }

    void comma(int start) {
        signLast = false;
        if (top.list && top.rows != Frame.AFTER_ROW) {
            top.endElement(length, tokens.size());
        } else {
            top.separator();
        }
        tokens.add(Tokens.symbol(','), start, start + 1);
        put(',');
    }

    void open(char bracket, boolean list, int start) {
        int token = tokens.size();
        tokens.add(Tokens.symbol(bracket), start, Tokens.UNCLOSED);
        put(bracket);
        boolean row = bracket == '(' && top.rows != Frame.NO_ROWS;
        add(PatternHash.symbol(bracket));
        top.rows = row ? Frame.IN_ROW : Frame.NO_ROWS;
        if (depth + 1 >= MAX_DEPTH) {
            tooDeep++;
            top.other(bracket);
        } else {
            push(bracket, list, token);
        }
    }

    private void push(char bracket, boolean list, int token) {
        depth++;
        if (depth == frames.length) {
            frames = Arrays.copyOf(frames, depth * 2);
        }
        Frame frame = frames[depth];
        if (frame == null) {
            frame = new Frame();
            frames[depth] = frame;
        }
        frame.reset(bracket, list, token);
        top = frame;
    }

    void close(char bracket, int start) {
        if (tooDeep > 0) {
            tooDeep--;
            operator(bracket, start);
        } else if (depth == 0 || top.bracket != (bracket == ')' ? '(' : '[')) {
            operator(bracket, start);
        } else {
            Frame inner = pop();
            tokens.closeAtEnd(inner.token);
            tokens.add(Tokens.symbol(bracket), start, start + 1);
            put(bracket);
            add(inner.content());
            top.bracketClosed(inner.isValues(), inner.isEmpty());
            if (top.rows == Frame.IN_ROW) {
                rows++;
                if (top.rowClosed(inner.content(), length, tokens.size())) {
                    length = top.rowEnd;
                    tokens.truncate(top.rowEndToken);
                }
            }
        }
    }

    private Frame pop() {
        Frame inner = top;
        if (inner.end(length, tokens.size())) {
            length = inner.firstEnd;
            tokens.truncate(inner.firstEndToken);
        }
        depth--;
        top = frames[depth];
        return inner;
    }

    /** Closes what was left open; to be called once, before {@link #text}. */
    long finish() {
        while (depth > 0) {
            long content = pop().content();
            top.hash = PatternHash.combine(top.hash, content);
        }
        return PatternHash.finish(top.hash);
    }

    /** Rows after VALUES, also those that were folded. */
    int rows() {
        return rows;
    }

    String text() {
        int size = Math.min(length, text.length);
        if (size > 0 && Character.isHighSurrogate(text[size - 1])) {
            size--;
        }
        return new String(text, 0, size);
    }

    private void add(long token) {
        Frame frame = top;
        frame.hash = PatternHash.combine(frame.hash, token);
        signLast = false;
    }

    private void put(char c) {
        flushSpace();
        if (length < text.length) {
            text[length] = c;
        }
        length++;
    }

    private void copy(String sql, int start, int end) {
        flushSpace();
        int size = end - start;
        int stored = Math.min(size, text.length - length);
        if (stored > 0) {
            sql.getChars(start, start + stored, text, length);
        }
        length += size;
    }

    private void flushSpace() {
        if (spacePending) {
            spacePending = false;
            if (length < text.length) {
                text[length] = ' ';
            }
            length++;
        }
    }
}
