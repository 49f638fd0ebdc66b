package io.querytap.cache.store;

import io.querytap.cache.key.EntryKey;
import io.querytap.cache.shared.SharedStamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The form in which entries leave the JVM. Thread-safe.
 *
 * <pre>
 * version  1 byte
 * flags    1 byte: compressed, encrypted
 * salt     16 bytes, only if encrypted: the entry's own AES key is made from it
 * body     key length, key, length of the rows, rows (perhaps deflated); perhaps encrypted (AES-GCM)
 * seal     32 bytes: HMAC-SHA256 of all before, and of the stamp under which the entry was kept
 * </pre>
 *
 * <p>The seal is compared before anything else is believed, then the key, whole. With a secret, nobody who does not know it can make up an
 * entry, change one, or pass one off under another key or stamp. Without one the seal is a checksum: it finds what was cut off, mixed
 * up or written by something else, and does not keep out somebody who can write to the server and means to deceive.
 */
public final class EntryFormat {
    /** Rows of one entry, before compression; above every sensible {@code maxBytes} of a rule. */
    static final int MAX_ROWS_BYTES = 64 << 20;

    /** Rows below are not compressed: a network packet or two, nothing to gain. */
    static final int COMPRESSED_FROM_BYTES = 4096;

    private static final byte VERSION = 1;
    private static final int COMPRESSED = 1;
    private static final int ENCRYPTED = 2;
    private static final int HEAD_BYTES = 2;
    private static final int SALT_BYTES = 16;
    private static final int SEAL_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Deflate cannot do better: what claims to be larger than this many times its bytes is broken. */
    private static final int MAX_RATIO = 1032;

    private static final String MAC = "HmacSHA256";
    private static final byte[] NO_SECRET = "querytap: a checksum, not a secret".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec sealKey;
    private final byte @Nullable [] encryptionKey;
    private final SecureRandom random = new SecureRandom();
    private final LongAdder refused = new LongAdder();

    /**
     * @param secret the operator's; null or empty: entries have a checksum only
     * @param encrypts whether entries are encrypted as well
     * @throws IllegalArgumentException if there is nothing to encrypt with
     */
    public EntryFormat(byte @Nullable [] secret, boolean encrypts) {
        byte[] root = secret == null || secret.length == 0 ? NO_SECRET : secret.clone();
        if (encrypts && root == NO_SECRET) {
            throw new IllegalArgumentException("encryption needs a secret");
        }
        try {
            sealKey = new SecretKeySpec(hmac(new SecretKeySpec(root, MAC), "seal"), MAC);
            encryptionKey = encrypts ? hmac(new SecretKeySpec(root, MAC), "encrypt") : null;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * The bytes of an entry.
     *
     * @return null if it cannot be written: too large
     */
    public byte @Nullable [] write(EntryKey key, SharedStamp stamp, byte[] rows) {
        if (rows.length > MAX_ROWS_BYTES) {
            return null;
        }
        byte[] deflated = rows.length < COMPRESSED_FROM_BYTES ? null : deflated(rows);
        byte[] stored = deflated == null ? rows : deflated;
        byte[] canonical = key.canonical();
        byte[] body = ByteBuffer.allocate(2 * Integer.BYTES + canonical.length + stored.length)
                .putInt(canonical.length)
                .put(canonical)
                .putInt(rows.length)
                .put(stored)
                .array();
        int flags = (deflated == null ? 0 : COMPRESSED) | (encryptionKey == null ? 0 : ENCRYPTED);
        byte[] head = {VERSION, (byte) flags};
        try {
            byte[] salt = {};
            if (encryptionKey != null) {
                salt = new byte[SALT_BYTES];
                random.nextBytes(salt);
                body = cipher(Cipher.ENCRYPT_MODE, encryptionKey, salt, head).doFinal(body);
            }
            byte[] entry = Arrays.copyOf(head, HEAD_BYTES + salt.length + body.length + SEAL_BYTES);
            System.arraycopy(salt, 0, entry, HEAD_BYTES, salt.length);
            System.arraycopy(body, 0, entry, HEAD_BYTES + salt.length, body.length);
            System.arraycopy(seal(entry, stamp), 0, entry, entry.length - SEAL_BYTES, SEAL_BYTES);
            return entry;
        } catch (GeneralSecurityException cannot) {
            return null;
        }
    }

    /**
     * The rows of an entry that may be anything.
     *
     * @return null if it is not one that was written under this key and stamp; counted
     */
    public byte @Nullable [] read(EntryKey key, SharedStamp stamp, byte[] entry) {
        byte[] rows;
        try {
            rows = rows(key, stamp, entry);
        } catch (GeneralSecurityException | DataFormatException | RuntimeException broken) {
            rows = null; // whatever it was, it is not ours
        }
        if (rows == null) {
            refused.increment();
        }
        return rows;
    }

    /** Entries that were refused so far. */
    public long refused() {
        return refused.sum();
    }

    private byte @Nullable [] rows(EntryKey key, SharedStamp stamp, byte[] entry)
            throws GeneralSecurityException, DataFormatException {
        if (entry.length < HEAD_BYTES + SEAL_BYTES || entry[0] != VERSION) {
            return null;
        }
        int sealedBytes = entry.length - SEAL_BYTES;
        byte[] found = Arrays.copyOfRange(entry, sealedBytes, entry.length);
        if (!MessageDigest.isEqual(found, seal(entry, stamp))) {
            return null;
        }
        int flags = entry[1];
        if (((flags & ENCRYPTED) != 0) != (encryptionKey != null)) {
            return null; // another JVM has another setting; never less than ours asks for
        }
        ByteBuffer body = ByteBuffer.wrap(entry, HEAD_BYTES, sealedBytes - HEAD_BYTES);
        if (encryptionKey != null) {
            byte[] salt = new byte[SALT_BYTES];
            body.get(salt);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, encryptionKey, salt, new byte[] {VERSION, (byte) flags});
            body = ByteBuffer.wrap(cipher.doFinal(entry, body.position() + body.arrayOffset(), body.remaining()));
        }
        byte[] canonical = key.canonical();
        if (body.getInt() != canonical.length || body.remaining() < canonical.length + Integer.BYTES) {
            return null;
        }
        ByteBuffer keyInside = body.duplicate();
        keyInside.limit(keyInside.position() + canonical.length);
        if (!keyInside.equals(ByteBuffer.wrap(canonical))) {
            return null;
        }
        body.position(keyInside.limit());
        int length = body.getInt();
        return (flags & COMPRESSED) != 0 ? inflated(body, length) : plain(body, length);
    }

    private static byte @Nullable [] plain(ByteBuffer body, int length) {
        if (length != body.remaining()) {
            return null;
        }
        byte[] rows = new byte[length];
        body.get(rows);
        return rows;
    }

    private static byte @Nullable [] deflated(byte[] rows) {
        byte[] into = new byte[rows.length - rows.length / 8]; // less gain is not worth the inflating
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(rows);
            deflater.finish();
            int length = deflater.deflate(into);
            return deflater.finished() ? Arrays.copyOf(into, length) : null;
        } finally {
            deflater.end();
        }
    }

    private static byte @Nullable [] inflated(ByteBuffer from, int length) throws DataFormatException {
        if (length < 0 || length > MAX_ROWS_BYTES || length > (long) from.remaining() * MAX_RATIO) {
            return null;
        }
        byte[] rows = new byte[length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(from);
            int inflatedBytes = inflater.inflate(rows);
            // One more byte asked for: there must be none.
            boolean isWhole = inflatedBytes == length && inflater.inflate(new byte[1]) == 0 && inflater.finished();
            return isWhole && inflater.getRemaining() == 0 ? rows : null;
        } finally {
            inflater.end();
        }
    }

    private static Cipher cipher(int mode, byte[] encryptionKey, byte[] salt, byte[] head)
            throws GeneralSecurityException {
        // A key of its own for each entry: the nonce, then, may always be the same.
        byte[] entryKey = hmac(new SecretKeySpec(encryptionKey, MAC), salt);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(entryKey, "AES"), new GCMParameterSpec(TAG_BITS, new byte[NONCE_BYTES]));
        cipher.updateAAD(head);
        return cipher;
    }

    /** Of all of the entry but its last bytes, where the seal goes. */
    private byte[] seal(byte[] entry, SharedStamp stamp) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(sealKey);
        byte[] token = stamp.token().getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(token.length).array());
        mac.update(token);
        mac.update(entry, 0, entry.length - SEAL_BYTES);
        return mac.doFinal();
    }

    private static byte[] hmac(SecretKeySpec key, String text) throws GeneralSecurityException {
        return hmac(key, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(key);
        return mac.doFinal(data);
    }
}
