package io.querytap.agent.console.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the bytes of one connection until a request is complete. Of the server's thread alone. */
final class RequestReader {
    /** Request line and headers together. */
    static final int MAX_HEAD_BYTES = 16 * 1_024;

    private static final int MAX_BYTES = MAX_HEAD_BYTES + RequestHead.MAX_BODY_BYTES;
    private static final int FIRST_BYTES = 1_024;

    private byte[] bytes = new byte[0];
    private int length;
    private int searched;
    private @Nullable RequestHead head;
    private int bodyStart;
    private int bodyLength;

    /** Room for more, to be handed back by {@link #arrived}. */
    ByteBuffer room() {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(FIRST_BYTES, 2 * length)));
        }
        return ByteBuffer.wrap(bytes, length, bytes.length - length);
    }

    void arrived(int count) {
        length += count;
    }

    /** Whether a request has begun to arrive. */
    boolean hasBegun() {
        return length > 0;
    }

    /** Whether head and body of a request are here. */
    boolean isComplete() throws HttpRefusal {
        if (head == null) {
            int end = headEnd();
            if (end < 0) {
                if (length >= MAX_HEAD_BYTES) {
                    throw tooLong();
                }
                return false;
            }
            RequestHead read = RequestHead.read(bytes, end);
            bodyLength = read.bodyLength();
            bodyStart = end + 4;
            head = read;
        }
        return length >= bodyStart + bodyLength;
    }

    /** Where the empty line begins, each byte looked at once however slowly they come; -1 if it is not there. */
    private int headEnd() {
        int last = Math.min(length, MAX_HEAD_BYTES) - 4;
        for (; searched <= last; searched++) {
            if (bytes[searched] == '\r'
                    && bytes[searched + 1] == '\n'
                    && bytes[searched + 2] == '\r'
                    && bytes[searched + 3] == '\n') {
                return searched;
            }
        }
        return -1;
    }

    private HttpRefusal tooLong() {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                return new HttpRefusal(431, "headers of more than " + MAX_HEAD_BYTES + " bytes");
            }
        }
        return new HttpRefusal(414, "a path of more than " + RequestHead.MAX_TARGET_CHARS + " characters");
    }

    /** The head of the request that is complete. */
    RequestHead head() {
        if (head == null) {
            throw new IllegalStateException("not complete");
        }
        return head;
    }

    /** The body of the request that is complete; afterwards what came behind it counts as the next one. */
    byte[] takeBody() {
        int end = bodyStart + bodyLength;
        byte[] body = Arrays.copyOfRange(bytes, bodyStart, end);
        bytes = Arrays.copyOfRange(bytes, end, length); // an idle connection keeps no more than that
        length = bytes.length;
        searched = 0;
        head = null;
        return body;
    }
}
