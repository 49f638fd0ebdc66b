package io.querytap.cache.driver;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Texts behind their lengths, as payloads have them: two bytes for each character, so that every text comes back as it was. */
public final class EncodedText {
    private static final int NULL_LENGTH = -1;

    private EncodedText() {}

    public static int bytes(@Nullable String text) {
        return Integer.BYTES + (text == null ? 0 : text.length() * Character.BYTES);
    }

    public static void write(@Nullable String text, ByteBuffer to) {
        if (text == null) {
            to.putInt(NULL_LENGTH);
            return;
        }
        to.putInt(text.length());
        for (int i = 0; i < text.length(); i++) {
            to.putChar(text.charAt(i));
        }
    }

    public static @Nullable String read(ByteBuffer from) throws IOException {
        try {
            int length = from.getInt();
            if (length == NULL_LENGTH) {
                return null;
            }
            if (length < 0 || length > from.remaining() / Character.BYTES) {
                throw new IOException("a text that is longer than its bytes");
            }
            char[] characters = new char[length];
            for (int i = 0; i < length; i++) {
                characters[i] = from.getChar();
            }
            return new String(characters);
        } catch (BufferUnderflowException e) {
            throw new IOException("a text is cut off", e);
        }
    }
}
