package io.querytap.agent.sql;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream of bytes, of which one at a time is in memory, and of one that is too long not even that. For use by one
 * thread.
 */
final class LineReader {
    /** Longest line that is kept, in bytes: longer than any statement that a person or a framework writes. */
    static final int MAX_LINE_BYTES = 16 << 20;

    /** Enough for most lines, so that they are never copied. */
    private static final int INITIAL_BYTES = 64 << 10;

    private final InputStream in;
    private final Runnable beforeWaiting;
    private final int maxLineBytes;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int lineStart;
    private int lineEnd;
    private int position;
    private int filled;
    private boolean tooLong;

    /** @param beforeWaiting called when the stream has no more at the moment, so that answers to what it had can go out */
    LineReader(InputStream in, Runnable beforeWaiting) {
        this(in, beforeWaiting, MAX_LINE_BYTES);
    }

    LineReader(InputStream in, Runnable beforeWaiting, int maxLineBytes) {
        this.in = in;
        this.beforeWaiting = beforeWaiting;
        this.maxLineBytes = maxLineBytes;
    }

    /** Moves to the next line; false at the end. The last line need not end in a line feed. */
    boolean next() throws IOException {
        lineStart = position;
        tooLong = false;
        int scanned = position;
        while (true) {
            while (scanned < filled && buffer[scanned] != '\n') {
                scanned++;
            }
            tooLong |= scanned - lineStart > maxLineBytes;
            if (scanned < filled) {
                lineEnd = scanned;
                position = scanned + 1;
                return true;
            }
            int kept = tooLong ? 0 : filled - lineStart;
            makeRoomAfter(kept);
            scanned = kept;
            if (!fill()) {
                lineEnd = filled;
                position = filled;
                return tooLong || kept > 0;
            }
        }
    }

    /** Moves the beginning of the line to the beginning of the buffer and sees to it that there is room behind it. */
    private void makeRoomAfter(int kept) {
        byte[] target = kept < buffer.length ? buffer : Arrays.copyOf(buffer, kept * 2);
        System.arraycopy(buffer, lineStart, target, 0, kept);
        buffer = target;
        lineStart = 0;
        filled = kept;
    }

    private boolean fill() throws IOException {
        if (in.available() == 0) {
            beforeWaiting.run();
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        filled += Math.max(read, 0);
        return read > 0;
    }

    /** The line is longer than what is kept; it was passed over. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Holds the line from {@link #start} on, until the next call of {@link #next}. */
    byte[] bytes() {
        return buffer;
    }

    int start() {
        return lineStart;
    }

    /** Without the line's end, be it a line feed or carriage return and line feed. */
    int length() {
        boolean carriageReturn = lineEnd > lineStart && buffer[lineEnd - 1] == '\r';
        return lineEnd - lineStart - (carriageReturn ? 1 : 0);
    }
}
