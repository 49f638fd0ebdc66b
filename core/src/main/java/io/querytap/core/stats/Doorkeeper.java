package io.querytap.core.stats;

import org.jspecify.annotations.Nullable;

/**
 * Knows whether a text was seen not long ago, in a fixed few KiB: a Bloom filter that is emptied when it holds as many texts as
 * the cache behind it. A text that comes again within that many others is let in at its second sight, one that never comes again
 * hardly ever (at most one in five thousand, when the filter is about full).
 *
 * <p>Threads write without synchronisation. A bit lost between two of them costs a text another analysis, nothing else.
 */
final class Doorkeeper {
    /** Texts remembered: both generations of the {@link TextCache}. A set of texts that all come again fits, and no larger one. */
    static final int MAX_TEXTS = 2 * TextCache.MAX_TEXTS;

    /** 32 bits a text, 16 KiB in all: with {@link #PROBES} probes the false answers stay below 1 in 5,000. */
    private static final int WORDS = MAX_TEXTS / 2;

    private static final int PROBES = 4;

    /** Made when first needed: most applications come with few texts. */
    private long @Nullable [] bits;

    private int texts;

    /** Whether the text was probably seen since the filter was last emptied; it is remembered. */
    boolean sawBefore(String text) {
        long[] words = bits;
        if (words == null) {
            words = new long[WORDS];
            bits = words;
        }
        long hash = hash(text);
        int step = (int) (hash >>> Integer.SIZE) | 1;
        boolean known = true;
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = ((int) hash + probe * step) & (WORDS * Long.SIZE - 1);
            long mask = 1L << bit;
            int word = bit >>> 6;
            known &= (words[word] & mask) != 0;
            words[word] |= mask;
        }
        if (!known && ++texts >= MAX_TEXTS) {
            texts = 0;
            bits = new long[WORDS];
        }
        return known;
    }

    /** Spreads the text's own hash, which its look-up has made already, over 64 bits. */
    private static long hash(String text) {
        long mixed = (text.hashCode() + ((long) text.length() << 32)) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xd6e8feb86659fd93L;
        return mixed ^ (mixed >>> 32);
    }
}
