package io.querytap.core.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings of the transparent result cache. */
public final class CacheSettings {
    public final Setting<Path> rules;
    public final Setting<String> redis;
    public final Setting<Path> redisCertificate;
    public final Setting<String> namespace;
    public final Setting<Integer> localMib;
    public final Setting<Duration> redisTimeout;
    public final Setting<Duration> commitTimeout;
    public final Setting<Duration> schemaInterval;
    public final Setting<Boolean> pooler;
    public final Setting<String> secret;
    public final Setting<Boolean> encrypt;

    CacheSettings(List<Setting<?>> declared) {
        rules = add(
                declared,
                Settings.declare(Section.CACHE, "cache.rules", ValueType.readableFile())
                        .unsetMeans("no cache, and nothing of it is woven")
                        .rejectedMeans("nothing is cached")
                        .means(
                                "The JSON file of the statements that may be answered from the cache; see [caching.md](caching.md). It is"
                                        + " read again when it changes. Without it no statement is ever answered by the agent."));
        redis = add(
                declared,
                Settings.declare(Section.CACHE, "cache.redis", ValueType.redisUri())
                        .unsetMeans("each JVM for itself")
                        .rejectedMeans("nothing is cached")
                        .secret()
                        .means(
                                "The Redis that the JVMs share: entries, and which tables were written. `redis://`, `rediss://` with"
                                        + " verified TLS, `redis-sentinel://`; several nodes of a cluster separated by commas. Needed as soon as"
                                        + " more than one JVM writes the tables of a rule."));
        redisCertificate = add(
                declared,
                Settings.declare(Section.CACHE, "cache.redis.certificate", ValueType.readableFile())
                        .unsetMeans("those that the JVM trusts")
                        .rejectedMeans("nothing is cached")
                        .means(
                                "Certificates, PEM, that are trusted for `rediss://` instead of those that the JVM trusts."));
        namespace = add(
                declared,
                Settings.declare(Section.CACHE, "cache.namespace", ValueType.name())
                        .defaultsTo("default")
                        .rejectedMeans("nothing is cached")
                        .means(
                                "JVMs of one namespace share entries and tell each other of writes. All that write to the same tables must"
                                        + " have the same."));
        localMib = add(
                declared,
                Settings.declare(Section.CACHE, "cache.local.size", ValueType.wholeNumber(1, 65_536, "MiB"))
                        .defaultsTo("32")
                        .means("Heap that the entries of this JVM take at most."));
        redisTimeout = add(
                declared,
                Settings.declare(Section.CACHE, "cache.redis.timeout", ValueType.duration("1ms", "1s"))
                        .defaultsTo("10ms")
                        .means(
                                "How long a statement or a commit waits for Redis at most. Then the database answers; a write that Redis"
                                        + " was not told of is told later."));
        commitTimeout = add(
                declared,
                Settings.declare(Section.CACHE, "cache.commit.timeout", ValueType.duration("1s", "1h"))
                        .defaultsTo("1m")
                        .means(
                                "No commit takes longer. A JVM that dies between its commit and telling of it keeps its tables out of"
                                        + " the cache for so long."));
        schemaInterval = add(
                declared,
                Settings.declare(Section.CACHE, "cache.schema.interval", ValueType.duration("5s", "1d"))
                        .defaultsTo("1m")
                        .means(
                                "How often the catalogue is read, on a connection of the agent's own that is closed afterwards: views,"
                                        + " triggers, cascades, partitions, row security."));
        pooler = add(
                declared,
                Settings.declare(Section.CACHE, "cache.stateless-sessions", ValueType.bool())
                        .defaultsTo("false")
                        .means(
                                "`true`: you declare that connections go through a pooler that hands out another session for each"
                                        + " transaction (PgBouncer, RDS Proxy, MaxScale), and that no session is ever changed by a SET that"
                                        + " matters. Without it nothing is cached on connections that are known to be such."));
        secret = add(
                declared,
                Settings.declare(Section.CACHE, "cache.secret", ValueType.text())
                        .unsetMeans("a key that everybody knows, which keeps out accidents only")
                        .secret()
                        .means(
                                "What the JVMs sign their entries in Redis with: whoever can write to Redis but does not know it cannot"
                                        + " make an application read rows of his. The same for all of a namespace."));
        encrypt = add(
                declared,
                Settings.declare(Section.CACHE, "cache.encrypt", ValueType.bool())
                        .defaultsTo("false")
                        .means(
                                "`true`: rows in Redis are encrypted with AES-GCM under a key made from `querytap.cache.secret`, which is"
                                        + " then needed."));
    }

    private static <T> Setting<T> add(List<Setting<?>> declared, Setting<T> setting) {
        declared.add(setting);
        return setting;
    }
}
