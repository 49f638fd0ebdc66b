package io.querytap.core.pattern.lexis;

/**
 * The hashing behind {@link SqlPattern#id()}: FNV-1a with 64 bits over the UTF-16 units of a token, and an order-keeping mix over
 * tokens. Ids are written to files and compared between runs, so a change here needs a new {@link SqlPattern#ID_VERSION}.
 *
 * <p>FNV-1a because a token is a handful of characters and its hash is needed anyway to recognise keywords; its weak high bits
 * are repaired by the mix, which multiplies by the golden ratio and folds the upper half down.
 */
public final class PatternHash {
    /** FNV offset basis. */
    public static final long SEED = 0xcbf29ce484222325L;

    /** Canonical form of every literal and bind. */
    public static final long PLACEHOLDER = step(SEED, '?');

    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private PatternHash() {}

    public static long step(long hash, int unit) {
        return (hash ^ unit) * FNV_PRIME;
    }

    public static long symbol(char symbol) {
        return step(SEED, symbol);
    }

    /** Hash of a range as written: quoted names keep their case. */
    public static long exact(String sql, int start, int end) {
        long hash = SEED;
        for (int i = start; i < end; i++) {
            hash = step(hash, sql.charAt(i));
        }
        return hash;
    }

    /** Hash of a range with ASCII letters in lower case. */
    public static long folded(CharSequence text, int start, int end) {
        long hash = SEED;
        for (int i = start; i < end; i++) {
            hash = step(hash, fold(text.charAt(i)));
        }
        return hash;
    }

    public static char fold(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }

    /** Appends a token to the hash of a sequence; different orders give different results. */
    public static long combine(long sequence, long token) {
        long mixed = (sequence ^ token) * GOLDEN_RATIO;
        return mixed ^ (mixed >>> 32);
    }

    /** Spreads the last token's bits over the whole word. */
    public static long finish(long sequence) {
        long mixed = (sequence ^ (sequence >>> 29)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 32)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
