package io.querytap.cache.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an answer depends on but the rows: written out as bytes, all of which are compared. Immutable, a value; the array is
 * shared and must not be changed.
 */
public final class EntryKey {
    private final byte[] canonical;
    private final int hash;
    private byte @Nullable [] digest; // made when first needed; the same whoever makes it

    /** @param canonical as {@link KeyWriter} writes it */
    public EntryKey(byte[] canonical) {
        this.canonical = canonical;
        this.hash = Arrays.hashCode(canonical);
    }

    public byte[] canonical() {
        return canonical;
    }

    /** SHA-256 of the key: its name outside this JVM, where it must not tell values. Not to be changed. */
    public byte[] digest() {
        byte[] made = digest;
        if (made == null) {
            try {
                made = MessageDigest.getInstance("SHA-256").digest(canonical);
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
            digest = made;
        }
        return made;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryKey
                && hash == ((EntryKey) other).hash
                && Arrays.equals(canonical, ((EntryKey) other).canonical);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
