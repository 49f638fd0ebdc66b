package io.querytap.cache.redis;

import io.querytap.cache.generation.TableSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When one connection told of writes, by table. Marks that are missing prove nothing: what is told may be on its way. Thread-safe.
 */
final class Marks {
    /** Past it one mark is a mark of all. */
    private static final int MAX_TABLES = 4096;

    private final Keys keys;
    private final ConcurrentHashMap<String, Long> byTable = new ConcurrentHashMap<>();
    private volatile long allNanos;
    private volatile boolean isListening;

    Marks(Keys keys) {
        this.keys = keys;
    }

    /** From now on the server tells. */
    void listening(long nowNanos) {
        allNanos = nowNanos;
        isListening = true;
    }

    /** The server told that these keys have changed; null or what is no list: all. */
    void told(@Nullable Object changed, long nowNanos) {
        if (!(changed instanceof List)) {
            allNanos = nowNanos;
            return;
        }
        for (Object key : (List<?>) changed) {
            String table = keys.tableOf(text(key));
            if (table == null || byTable.size() >= MAX_TABLES) {
                allNanos = nowNanos;
            } else {
                byTable.put(table, nowNanos);
            }
        }
    }

    private static String text(@Nullable Object key) {
        if (key instanceof ByteBuffer) {
            return StandardCharsets.UTF_8.decode(((ByteBuffer) key).duplicate()).toString();
        }
        return key instanceof byte[] ? new String((byte[]) key, StandardCharsets.UTF_8) : String.valueOf(key);
    }

    boolean isQuiet(TableSet tables, long sinceNanos) {
        if (!isListening || tables.isEverything() || allNanos - sinceNanos >= 0) {
            return false;
        }
        List<String> names = tables.names();
        for (int i = 0; i < names.size(); i++) {
            Long told = byTable.get(names.get(i));
            if (told != null && told - sinceNanos >= 0) {
                return false;
            }
        }
        return true;
    }
}
