package io.querytap.cache.driver.packet;

import java.io.IOException;

/** Walks over one packet and never leaves it. */
final class PacketCursor {
    static final int NULL = 0xFB;

    private static final int TWO_BYTES = 0xFC;
    private static final int THREE_BYTES = 0xFD;

    private final byte[] bytes;
    private final int end;
    private int position;

    PacketCursor(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    boolean isAtEnd() {
        return position == end;
    }

    int readByte() throws IOException {
        if (position >= end) {
            throw new IOException("packet too short");
        }
        return bytes[position++] & 0xFF;
    }

    void skip(int count) throws IOException {
        if (count < 0 || count > end - position) {
            throw new IOException("packet too short");
        }
        position += count;
    }

    /** Skips a value behind its length, or NULL. */
    void skipValue() throws IOException {
        int first = readByte();
        if (first < NULL) {
            skip(first);
        } else if (first == TWO_BYTES) {
            skip(readInt(2));
        } else if (first == THREE_BYTES) {
            skip(readInt(3));
        } else if (first != NULL) {
            // What needs the longest form does not fit into a packet that is kept.
            throw new IOException("not a length: " + first);
        }
    }

    private int readInt(int count) throws IOException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= readByte() << i * Byte.SIZE;
        }
        return value;
    }
}
