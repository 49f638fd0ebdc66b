package io.querytap.cache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** The steps of the protocol, each of which happens in Redis at one moment. Their texts are the resources of the same names. */
enum Script {
    LOOK("read.lua", "look.lua"),
    PUT("read.lua", "put.lua"),
    RAISE("raise.lua"),
    LOWER("lower.lua"),
    RENEW("renew.lua"),
    GREET("greet.lua");

    /**
     * From Redis 7 on: a server that is no primary, or has lost its replicas where it must have some, refuses such a script before it begins,
     * even if it would only read.
     */
    private static final String REFUSED_BY_REPLICAS = "#!lua\n";

    /** A full server still takes invalidations: they are a few bytes, and without them others would go on serving. */
    private static final String ALSO_WHEN_FULL = "#!lua flags=allow-oom\n";

    private final byte[] plain;
    private final byte[] strict;
    private final String plainDigest;
    private final String strictDigest;

    Script(String... resources) {
        StringBuilder text = new StringBuilder();
        for (String resource : resources) {
            text.append(textOf(resource));
        }
        plain = text.toString().getBytes(StandardCharsets.US_ASCII);
        strict = ((name().equals("PUT") ? REFUSED_BY_REPLICAS : ALSO_WHEN_FULL) + text)
                .getBytes(StandardCharsets.US_ASCII);
        plainDigest = digest(plain);
        strictDigest = digest(strict);
    }

    byte[] text(boolean isStrict) {
        return isStrict ? strict : plain;
    }

    String digest(boolean isStrict) {
        return isStrict ? strictDigest : plainDigest;
    }

    private static String textOf(String resource) {
        try (InputStream in = Script.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String digest(byte[] text) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(text);
            return String.format(Locale.ROOT, "%040x", new BigInteger(1, sha1));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
