package io.querytap.cache.redis;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens that nobody gives twice: a random part for this JVM and a count. What a rolled back replica remembers was never given again, which
 * a plain counter would do.
 */
final class Tokens {
    private static final int RANDOM_BYTES = 16;
    private static final int RADIX = 36;

    private final String mine;
    private final AtomicLong count = new AtomicLong();

    Tokens() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        mine = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + '-';
    }

    byte[] next() {
        return (mine + Long.toString(count.incrementAndGet(), RADIX)).getBytes(StandardCharsets.US_ASCII);
    }
}
