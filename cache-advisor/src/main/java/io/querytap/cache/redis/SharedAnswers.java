package io.querytap.cache.redis;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedStamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the step {@link Script#LOOK} answers. */
final class SharedAnswers {
    private static final byte FENCED = 'F';
    private static final byte ENTRY = 'E';
    private static final byte ABSENT = 'A';
    private static final int LENGTH_ABSENT = 3;
    private static final int LENGTH_ENTRY = 5;

    private SharedAnswers() {}

    /** @param answer null if there was none */
    static SharedLook look(@Nullable Object answer, TableSet tables) {
        if (!(answer instanceof List)) {
            return SharedLook.UNAVAILABLE;
        }
        List<?> parts = (List<?>) answer;
        byte kind = parts.size() > 1 && parts.get(1) instanceof byte[] && ((byte[]) parts.get(1)).length == 1
                ? ((byte[]) parts.get(1))[0]
                : 0;
        if (kind == FENCED) {
            return SharedLook.FENCED;
        }
        if (kind != ENTRY && kind != ABSENT || parts.size() < LENGTH_ABSENT || !(parts.get(2) instanceof byte[])) {
            return SharedLook.UNAVAILABLE;
        }
        SharedStamp stamp = new SharedStamp(new String((byte[]) parts.get(2), StandardCharsets.US_ASCII), tables);
        if (kind == ENTRY && parts.size() == LENGTH_ENTRY && parts.get(3) instanceof byte[]) {
            // Without an end of its life, somebody else made it.
            long remainingMillis = parts.get(4) instanceof Long ? (Long) parts.get(4) : 0;
            if (remainingMillis > 0) {
                return SharedLook.found(stamp, (byte[]) parts.get(3), remainingMillis);
            }
        }
        return SharedLook.absent(stamp);
    }

    /** What the server's clock showed; null if that is not known. */
    static @Nullable Long serverMillis(@Nullable Object answer) {
        if (!(answer instanceof List) || ((List<?>) answer).isEmpty()) {
            return null;
        }
        Object first = ((List<?>) answer).get(0);
        return first instanceof Long ? (Long) first : null;
    }
}
