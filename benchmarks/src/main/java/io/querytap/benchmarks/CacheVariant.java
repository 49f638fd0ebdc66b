package io.querytap.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One way of running the application of the cache benchmark.
 *
 * @param classPath of a peer's libraries
 * @param hint text before the query that a peer wants
 * @param properties of the connection, {@code name=value}
 * @param caches whether a query asked again is answered without the database
 */
record CacheVariant(
        String name,
        List<String> jvmArguments,
        List<Path> classPath,
        String url,
        String hint,
        List<String> properties,
        boolean caches) {
    static final String NONE = "none";
    static final String AGENT = "agent";

    /** Entries of this JVM, checked in Redis each time; the one that also answers what another JVM has read. */
    static final String STRICT = "strict";

    /** Without any agent, then those that are named; all if none is. */
    static List<CacheVariant> choose(CacheServers servers, List<String> names) throws IOException {
        List<CacheVariant> chosen = new ArrayList<>(all(servers));
        chosen.removeIf(it -> !names.isEmpty() && !it.name().equals(NONE) && !names.contains(it.name()));
        return chosen;
    }

    private static List<CacheVariant> all(CacheServers servers) throws IOException {
        String postgresql = servers.url("jdbc:postgresql:");
        String redis = "-Dquerytap.cache.redis=" + servers.redisUri();
        return List.of(
                plain(NONE, List.of(), postgresql),
                plain(AGENT, agent(), postgresql),
                own("local", postgresql, "strict", List.of()),
                own("bounded", postgresql, "10s", List.of(redis, "-Dquerytap.cache.namespace=bounded")),
                own(STRICT, postgresql, "strict", List.of(redis, "-Dquerytap.cache.local.size=1")),
                new CacheVariant(
                        "smart-cache",
                        List.of(),
                        Built.peer("smart-cache"),
                        "jdbc:" + servers.redisUri(),
                        "",
                        List.of(
                                "smartcache.driver.class-name=org.postgresql.Driver",
                                "smartcache.driver.url=" + postgresql,
                                "smartcache.ruleset.rules.1.tables.1=item",
                                "smartcache.ruleset.rules.1.ttl=1h",
                                "smartcache.metrics.enabled=false"),
                        /* caches= */ true),
                new CacheVariant(
                        "aws",
                        List.of(),
                        Built.peer("aws"),
                        servers.url("jdbc:aws-wrapper:postgresql:"),
                        "/* CACHE_PARAM(ttl=3600s) */ ",
                        List.of(
                                "wrapperPlugins=remoteQueryCache",
                                "cacheUseSSL=false",
                                "cacheEndpointAddrRw=127.0.0.1:" + servers.redisPort()),
                        /* caches= */ true));
    }

    private static CacheVariant plain(String name, List<String> jvmArguments, String url) {
        return new CacheVariant(name, jvmArguments, List.of(), url, "", List.of(), /* caches= */ false);
    }

    private static CacheVariant own(String name, String url, String staleness, List<String> settings)
            throws IOException {
        List<String> arguments = new ArrayList<>(agent());
        arguments.add("-Dquerytap.cache.rules=" + rules("item", staleness));
        arguments.addAll(settings);
        return new CacheVariant(name, arguments, List.of(), url, "", List.of(), /* caches= */ true);
    }

    private static List<String> agent() {
        return List.of("-javaagent:" + Built.ownAgent(), "-Dquerytap.summary=false");
    }

    /** Writes a file of one serving rule. No answer of it is compared with a live one: what is measured is the answer. */
    static Path rules(String table, String staleness) throws IOException {
        Path file = Files.createTempFile("querytap-cache-rules", ".json");
        file.toFile().deleteOnExit();
        return Files.writeString(
                file,
                "{\"rules\":[{\"name\":\"measured\",\"match\":{\"tables\":[\"" + table
                        + "\"]},\"ttl\":\"1h\",\"staleness\":\"" + staleness
                        + "\",\"sample\":0,\"state\":\"serve\"}]}");
    }

    CachedProcess start(CacheServers servers) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(url, Integer.toString(servers.redisPort()), hint));
        arguments.addAll(properties);
        return new CachedProcess(name, jvmArguments, classPath, arguments);
    }
}
