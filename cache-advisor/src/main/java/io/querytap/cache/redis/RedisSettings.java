package io.querytap.cache.redis;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where Redis is, and how it is used. Immutable. */
public final class RedisSettings {
    /** How long a fence stands after its JVM has died. Renewed while the JVM lives, so it may be shorter than the longest commit. */
    public static final Duration FENCE_DURATION = Duration.ofSeconds(30);

    private static final String DEFAULT_NAMESPACE = "default";

    private final List<String> addresses;
    private final String namespace;
    private final Duration fenceDuration;
    private final @Nullable File trustedCertificates;

    private RedisSettings(
            List<String> addresses, String namespace, Duration fenceDuration, @Nullable File trustedCertificates) {
        this.addresses = addresses;
        this.namespace = namespace;
        this.fenceDuration = fenceDuration;
        this.trustedCertificates = trustedCertificates;
    }

    /**
     * Settings with defaults for all but the address.
     *
     * @param addresses {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} with TLS, {@code redis-sentinel://} with
     *     several hosts and {@code #name}; several, tried in turn, are separated by commas. A cluster is found out by itself.
     */
    public static RedisSettings of(String addresses) {
        List<String> all = new ArrayList<>();
        for (String address : addresses.trim().split("[\\s,]+(?=[a-z-]+://)")) {
            if (!address.isEmpty()) {
                all.add(address);
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no address of Redis");
        }
        return new RedisSettings(List.copyOf(all), DEFAULT_NAMESPACE, FENCE_DURATION, null);
    }

    /** JVMs share what they have only with those of the same namespace; letters, digits, dots and dashes. */
    public RedisSettings withNamespace(String value) {
        if (!value.matches("[\\p{L}\\p{N}._:-]+")) { // braces would end the tag that keeps a cluster's keys together
            throw new IllegalArgumentException("not the name of a namespace");
        }
        return new RedisSettings(addresses, value, fenceDuration, trustedCertificates);
    }

    public RedisSettings withFenceDuration(Duration value) {
        return new RedisSettings(addresses, namespace, Objects.requireNonNull(value), trustedCertificates);
    }

    /** Certificates, PEM, that are trusted instead of those that the JVM trusts. */
    public RedisSettings withTrustedCertificates(@Nullable File value) {
        return new RedisSettings(addresses, namespace, fenceDuration, value);
    }

    List<String> addresses() {
        return addresses;
    }

    String namespace() {
        return namespace;
    }

    Duration fenceDuration() {
        return fenceDuration;
    }

    @Nullable
    File trustedCertificates() {
        return trustedCertificates;
    }
}
