package io.querytap.agent.console;

import io.querytap.agent.console.http.HttpRefusal;
import io.querytap.agent.console.http.HttpRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a request must know. Who is wrong too often is not listened to for a while, right or wrong, by address. Thread-safe. */
final class Token {
    /** Wrong ones that an address may send at once. */
    static final int MAX_WRONG = 10;

    /** One of them is forgiven after so long. */
    static final long FORGIVEN_NANOS = 6_000_000_000L;

    /** Addresses remembered; past it the one that was wrong longest ago is forgotten. */
    static final int MAX_ADDRESSES = 256;

    /** 160 bits. */
    private static final int RANDOM_BYTES = 20;

    /** Of an IPv6 address; whoever has one has as many below it as he likes. */
    private static final int NETWORK_BYTES = 8;

    private static final int IPV6_BYTES = 16;
    private static final String SCHEME = "bearer ";

    private final String text;
    private final byte[] expected;
    private final LongSupplier clock;
    private final Map<InetKey, Wrong> wrong = new LinkedHashMap<>(); // guarded by itself; the longest ago first

    Token(String text, LongSupplier clock) {
        this.text = text;
        this.expected = text.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** One that nobody guesses. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String text() {
        return text;
    }

    /** Refuses a request without it. */
    void check(HttpRequest request) throws HttpRefusal {
        String authorization = request.header("Authorization");
        if (authorization == null) {
            throw new HttpRefusal(
                    401, "this needs the token: Authorization: Bearer <token>", "WWW-Authenticate", "Bearer");
        }
        boolean right = authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                && MessageDigest.isEqual(
                        expected,
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
        long waitNanos = listen(new InetKey(request.remote()), right);
        if (waitNanos > 0) {
            throw new HttpRefusal(
                    429, "too many wrong tokens", "Retry-After", Long.toString(waitNanos / 1_000_000_000L + 1));
        }
        if (!right) {
            throw new HttpRefusal(401, "not the token", "WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
    }

    /** Counts a wrong one; returns how long nobody listens to this address any more. */
    private long listen(InetKey address, boolean right) {
        long now = clock.getAsLong();
        synchronized (wrong) {
            Wrong before = wrong.get(address);
            double count = before == null ? 0 : before.countAt(now);
            if (count > MAX_WRONG - 1) {
                return (long) ((count - MAX_WRONG + 1) * FORGIVEN_NANOS);
            }
            if (!right) {
                wrong.remove(address);
                wrong.put(address, new Wrong(count + 1, now));
                if (wrong.size() > MAX_ADDRESSES) {
                    wrong.remove(wrong.keySet().iterator().next());
                }
            }
            return 0;
        }
    }

    /** How many at what time. */
    private static final class Wrong {
        private final double count;
        private final long atNanos;

        Wrong(double count, long atNanos) {
            this.count = count;
            this.atNanos = atNanos;
        }

        double countAt(long nanos) {
            return Math.max(0, count - (nanos - atNanos) / (double) FORGIVEN_NANOS);
        }
    }

    /** An address, or the network of one. */
    private static final class InetKey {
        private final byte[] bytes;

        InetKey(InetAddress address) {
            byte[] all = address.getAddress();
            this.bytes = all.length == IPV6_BYTES ? Arrays.copyOf(all, NETWORK_BYTES) : all;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof InetKey && Arrays.equals(bytes, ((InetKey) other).bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
