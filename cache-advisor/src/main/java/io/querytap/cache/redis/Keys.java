package io.querytap.cache.redis;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names of the keys of one namespace. All have the same hash tag, so that a script may touch any of them in a cluster. Entries are named by
 * a digest: no name of a key tells a value.
 */
final class Keys {
    /** Sets of tables whose names are kept; others are made each time. */
    private static final int MAX_KEPT = 4096;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final String prefix;
    private final String generations;
    private final byte[] epoch;
    private final byte[] server;
    private final byte[] everythingsGeneration;
    private final byte[] everythingsFence;
    private final ConcurrentHashMap<TableSet, byte[][]> read = new ConcurrentHashMap<>();

    Keys(String namespace) {
        prefix = "querytap:{" + namespace + "}:";
        generations = prefix + "g:";
        epoch = bytes(generations + "e");
        server = bytes(prefix + "server");
        everythingsGeneration = bytes(generations + "a");
        everythingsFence = bytes(prefix + "f:a");
    }

    /** Of all generations, the epoch's too, and of nothing else. */
    String generationPrefix() {
        return generations;
    }

    byte[] epoch() {
        return epoch;
    }

    /** Which server the epoch was made for. */
    byte[] server() {
        return server;
    }

    /** Epoch; generation and fence of everything and of each table; the entry. */
    byte[][] ofLook(TableSet tables, @Nullable EntryKey key) {
        byte[][] withoutEntry = read.get(tables);
        if (withoutEntry == null) {
            withoutEntry = ofRead(tables);
            if (read.size() < MAX_KEPT) {
                read.put(tables, withoutEntry);
            }
        }
        if (key == null) {
            return withoutEntry;
        }
        byte[][] all = Arrays.copyOf(withoutEntry, withoutEntry.length + 1);
        all[withoutEntry.length] = hashed('v', key);
        return all;
    }

    private byte[][] ofRead(TableSet tables) {
        List<String> names = tables.names();
        byte[][] keys = new byte[3 + 2 * names.size()][];
        keys[0] = epoch;
        keys[1] = everythingsGeneration;
        keys[2] = everythingsFence;
        put(names, keys, 3);
        return keys;
    }

    /** Generation and fence of each table, or of everything. */
    byte[][] ofWrite(TableSet tables) {
        if (tables.isEverything()) {
            return new byte[][] {everythingsGeneration, everythingsFence};
        }
        List<String> names = tables.names();
        byte[][] keys = new byte[2 * names.size()][];
        put(names, keys, 0);
        return keys;
    }

    private void put(List<String> names, byte[][] keys, int from) {
        int i = from;
        for (String name : names) {
            keys[i++] = bytes(generations + "t:" + name);
            keys[i++] = bytes(prefix + "f:t:" + name);
        }
    }

    byte[] ofLease(EntryKey key) {
        return hashed('l', key);
    }

    private byte[] hashed(char kind, EntryKey key) {
        byte[] digest = key.digest();
        StringBuilder name = new StringBuilder(prefix.length() + 2 + 2 * digest.length);
        name.append(prefix).append(kind).append(':');
        for (byte b : digest) {
            name.append(HEX[b >> 4 & 0xF]).append(HEX[b & 0xF]);
        }
        return bytes(name.toString());
    }

    /** The table whose generation this key is; null for the epoch, for everything, and for what is no generation. */
    @Nullable
    String tableOf(String key) {
        int name = generations.length() + 2;
        return key.startsWith(generations) && key.startsWith("t:", name - 2) ? key.substring(name) : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
