package io.querytap.agent.sql;

import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Lexer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The statements of a plain SQL text, split at the semicolons that the analyser's own lexer sees, so not at those in strings,
 * quoted names, dollar quotes and comments. One statement at a time is in memory. For use by one thread.
 *
 * <p>The lexer reads a window of the text that begins where the statement does. What it says of the window is believed up to a
 * semicolon before which nothing was cut off: a token that touches the window's end, and anything unterminated, make it look
 * again through a window of twice the size. That keeps the whole linear.
 */
final class StatementReader {
    /** Longest statement that is kept, in characters. */
    static final int MAX_STATEMENT = 16 << 20;

    /** Most statements are shorter. */
    private static final int FIRST_WINDOW = 1 << 10;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader in;
    private final DialectRules rules;
    private final int maxStatement;

    private char[] buffer = new char[64 << 10];
    private int start;
    private int filled;
    private boolean ended;
    private long nextLine = 1;

    private String statement = "";
    private long line;
    private boolean malformed;
    private boolean tooLong;

    /** @param in UTF-8; what is not is read as the replacement character */
    StatementReader(InputStream in, DialectRules rules) {
        this(in, rules, MAX_STATEMENT);
    }

    StatementReader(InputStream in, DialectRules rules, int maxStatement) {
        this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
        this.rules = rules;
        this.maxStatement = maxStatement;
    }

    /** Moves to the next statement that is not empty; false at the end. */
    boolean next() throws IOException {
        if (tooLong) {
            return false;
        }
        int window = FIRST_WINDOW;
        while (true) {
            fill(window);
            int pending = filled - start;
            boolean whole = ended && pending <= window;
            Part part = read(new String(buffer, start, Math.min(pending, window)), whole);
            if (part == Part.STATEMENT) {
                return true;
            }
            if (part == Part.EMPTY) {
                window = FIRST_WINDOW;
            } else if (whole) {
                return false;
            } else if (window >= maxStatement) {
                tooLong = true;
                return true;
            } else {
                window = Math.min(window * 2, maxStatement);
            }
        }
    }

    private enum Part {
        STATEMENT,
        /** A semicolon with nothing before it. */
        EMPTY,
        /** The window ends before the statement does; in the last window: there is no further statement. */
        NONE
    }

    private Part read(String text, boolean whole) {
        Lexer lexer = new Lexer(text, rules);
        int first = -1;
        while (lexer.next() != Lexer.Kind.END) {
            boolean cut = lexer.malformed || lexer.end == text.length();
            if (cut && !whole) {
                line = nextLine;
                return Part.NONE;
            }
            if (lexer.symbol == ';' && !lexer.inHint) {
                return first < 0 ? empty(text, lexer.end) : statement(text, first, lexer.start, lexer.end, false);
            }
            first = first < 0 ? lexer.start : first;
        }
        if (!whole) {
            line = nextLine;
            return Part.NONE;
        }
        return first < 0 ? Part.NONE : statement(text, first, text.length(), text.length(), lexer.malformed);
    }

    private Part empty(String text, int end) {
        nextLine += lineFeeds(text, 0, end);
        start += end;
        return Part.EMPTY;
    }

    private Part statement(String text, int first, int last, int end, boolean unterminated) {
        line = nextLine + lineFeeds(text, 0, first);
        nextLine = line + lineFeeds(text, first, end);
        start += end;
        statement = text.substring(first, last);
        malformed = unterminated;
        return Part.STATEMENT;
    }

    private static int lineFeeds(String text, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += text.charAt(i) == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Reads until there are so many characters, or the text ends. */
    private void fill(int wanted) throws IOException {
        while (!ended && filled - start < wanted) {
            if (buffer.length - start < wanted) {
                char[] target = wanted <= buffer.length ? buffer : Arrays.copyOf(buffer, wanted * 2);
                System.arraycopy(buffer, start, target, 0, filled - start);
                buffer = target;
                filled -= start;
                start = 0;
            }
            boolean beginning = filled == 0 && nextLine == 1;
            int read = in.read(buffer, filled, buffer.length - filled);
            ended = read < 0;
            filled += Math.max(read, 0);
            if (beginning && read > 0 && buffer[0] == BYTE_ORDER_MARK) {
                start = 1;
            }
        }
    }

    /** Without its semicolon and what stands before its first word. */
    String statement() {
        return statement;
    }

    /** Where it begins, from 1. */
    long line() {
        return line;
    }

    /** The text ended inside a string, a quoted name or a comment, or after a quote that can be read in two ways. */
    boolean isMalformed() {
        return malformed;
    }

    /** The statement is longer than what is kept. Where it ends is not known, so it is the last one. */
    boolean isTooLong() {
        return tooLong;
    }
}
