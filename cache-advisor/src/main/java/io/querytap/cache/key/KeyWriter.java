package io.querytap.cache.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes fields behind their lengths, so that no two lists of fields have the same bytes. For one thread; can be used again. */
public final class KeyWriter {
    private static final int FIRST_CAPACITY = 256;
    private static final int NULL_LENGTH = -1;
    /** The first byte of no length, and of {@link #NULL_LENGTH} only if three more follow. */
    private static final int NO_LENGTH = 0xFF;

    private static final char MAX_ASCII = 0x7F;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** Forgets what was written. */
    public KeyWriter clear() {
        length = 0;
        return this;
    }

    public KeyWriter writeByte(int value) {
        makeRoom(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public KeyWriter writeInt(int value) {
        makeRoom(Integer.BYTES);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public KeyWriter writeLong(long value) {
        return writeInt((int) (value >>> Integer.SIZE)).writeInt((int) value);
    }

    /** A text, or null, which is no text. Unpaired surrogates are kept apart from each other. */
    public KeyWriter writeText(@Nullable String text) {
        if (text == null) {
            return writeInt(NULL_LENGTH);
        }
        if (writeAscii(text)) {
            return this;
        }
        return isWellFormed(text)
                ? writeBytes(text.getBytes(StandardCharsets.UTF_8))
                : writeByte(NO_LENGTH).writeBytes(text.getBytes(StandardCharsets.UTF_16BE));
    }

    /** Most texts of most keys, without an array for each; the same bytes as in UTF-8. False: nothing was written. */
    private boolean writeAscii(String text) {
        int count = text.length();
        makeRoom(Integer.BYTES + count);
        byte[] to = bytes;
        int at = length + Integer.BYTES;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c > MAX_ASCII) {
                return false;
            }
            to[at + i] = (byte) c;
        }
        writeInt(count);
        length += count;
        return true;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                if (++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Bytes, or null, which is no bytes. */
    public KeyWriter writeBytes(byte @Nullable [] value) {
        if (value == null) {
            return writeInt(NULL_LENGTH);
        }
        writeInt(value.length);
        makeRoom(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    private void makeRoom(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public EntryKey toKey() {
        return new EntryKey(toBytes());
    }
}
