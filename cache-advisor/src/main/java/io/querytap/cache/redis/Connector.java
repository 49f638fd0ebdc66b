package io.querytap.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.HashedWheelTimer;
import io.querytap.core.diagnostic.Diagnostics;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Finds the primary, and makes links to it that can be trusted. For the keeper's thread only. */
final class Connector implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    /** Nobody waits that long but the keeper; past it a command is given up and forgotten. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    /** Commands under way on one connection; more are refused at once. */
    private static final int MAX_REQUESTS = 1024;
    /** How often a cluster may send us on. */
    private static final int MAX_MOVES = 3;

    /** Fewer than two Lettuce does not take. They are made when they are needed. */
    private static final int THREADS = 2;

    private static final long CLOSE_MILLIS = 100;

    private final RedisSettings settings;
    private final Keys keys;
    private final Tokens tokens;
    private final HashedWheelTimer timer;
    private final ClientResources resources;
    private final RedisClient client;
    private int next;

    Connector(RedisSettings settings, Keys keys, Tokens tokens) {
        this.settings = settings;
        this.keys = keys;
        this.tokens = tokens;
        timer = new HashedWheelTimer(task -> daemon(task, "timer"), 100, TimeUnit.MILLISECONDS);
        AtomicInteger count = new AtomicInteger();
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .threadFactoryProvider(pool -> task -> daemon(task, "io-" + count.incrementAndGet()))
                .timer(timer)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .build();
        client = RedisClient.create(resources);
        client.setOptions(options(settings.trustedCertificates()));
    }

    private static ClientOptions options(@Nullable File trusted) {
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
        if (trusted != null) {
            ssl.trustManager(trusted);
        }
        return ClientOptions.builder()
                .autoReconnect(false) // a new connection must not be used before the server's identity was checked
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_REQUESTS)
                .protocolVersion(ProtocolVersion.RESP3)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .sslOptions(ssl.build())
                .build();
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "querytap-redis-" + name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Connector.class.getClassLoader());
        return thread;
    }

    /**
     * A link to the primary, which knows our epoch.
     *
     * @throws Exception if this address, the next one in turn, does not lead to one
     */
    Link open() throws Exception {
        String address = settings.addresses().get(next++ % settings.addresses().size());
        RedisURI uri = RedisURI.create(address);
        if (!uri.getSentinels().isEmpty()) {
            uri = primaryOf(uri);
        }
        for (int move = 0; ; move++) {
            try {
                return open(uri);
            } catch (RedisCommandExecutionException elsewhere) {
                String owner = movedTo(elsewhere);
                if (owner == null || move == MAX_MOVES) {
                    throw elsewhere;
                }
                int colon = owner.lastIndexOf(':');
                String host = owner.substring(0, colon);
                uri = RedisURI.builder(uri)
                        .withHost(host.isEmpty() ? uri.getHost() : host)
                        .withPort(Integer.parseInt(owner.substring(colon + 1)))
                        .build();
            }
        }
    }

    /** Asks the sentinels ourselves: Lettuce would do so on threads that are not ours. */
    private RedisURI primaryOf(RedisURI uri) throws Exception {
        Exception last = new RedisException("no sentinel");
        for (RedisURI sentinel : uri.getSentinels()) {
            List<StatefulRedisConnection<byte[], byte[]>> opened = new ArrayList<>();
            try {
                CommandArgs<byte[], byte[]> named = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                        .add("get-master-addr-by-name")
                        .add(String.valueOf(uri.getSentinelMasterId()));
                List<Object> primary = answer(connect(sentinel, opened)
                        .async()
                        .dispatch(CommandType.SENTINEL, new ArrayOutput<>(ByteArrayCodec.INSTANCE), named));
                if (primary.size() == 2) {
                    return RedisURI.builder()
                            .withHost(ascii(primary.get(0)))
                            .withPort(Integer.parseInt(ascii(primary.get(1))))
                            .withAuthentication(uri)
                            .withSsl(uri)
                            .withDatabase(uri.getDatabase())
                            .build();
                }
            } catch (RedisException | ExecutionException | TimeoutException notThisOne) {
                last = notThisOne;
            } finally {
                close(opened);
            }
        }
        throw last;
    }

    private static String ascii(Object answer) {
        return new String((byte[]) answer, StandardCharsets.US_ASCII);
    }

    private static void close(List<StatefulRedisConnection<byte[], byte[]>> opened) {
        for (StatefulRedisConnection<byte[], byte[]> unused : opened) {
            unused.closeAsync();
        }
    }

    private static @Nullable String movedTo(RedisCommandExecutionException answer) {
        String[] words = String.valueOf(answer.getMessage()).split(" ");
        return words.length == 3 && words[0].equals("MOVED") && words[2].indexOf(':') >= 0 ? words[2] : null;
    }

    private Link open(RedisURI uri) throws Exception {
        List<StatefulRedisConnection<byte[], byte[]>> opened = new ArrayList<>();
        try {
            StatefulRedisConnection<byte[], byte[]> questions = connect(uri, opened);
            ServerIdentity identity =
                    new ServerIdentity(answer(questions.async().info()));
            check(identity);
            Marks marks = new Marks(keys);
            listen(questions, marks);
            answer(questions
                    .async()
                    .eval(
                            Script.GREET.text(identity.knowsScriptFlags()),
                            ScriptOutputType.INTEGER,
                            new byte[][] {keys.epoch(), keys.server()},
                            tokens.next(),
                            identity.id().getBytes(StandardCharsets.US_ASCII)));
            for (Script script : Script.values()) {
                answer(questions.async().scriptLoad(script.text(identity.knowsScriptFlags())));
            }
            Link link = new Link(questions, connect(uri, opened), identity, marks);
            opened.clear();
            return link;
        } finally {
            close(opened);
        }
    }

    private StatefulRedisConnection<byte[], byte[]> connect(
            RedisURI uri, List<StatefulRedisConnection<byte[], byte[]>> opened) {
        uri.setTimeout(CONNECT_TIMEOUT);
        uri.setVerifyPeer(SslVerifyMode.FULL);
        StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE, uri);
        opened.add(connection);
        return connection;
    }

    private static void check(ServerIdentity identity) {
        if (!identity.isKnown() || !identity.isRecentEnough()) {
            throw new RedisException("Redis 6 or newer is needed");
        }
        if (!identity.isPrimary()) {
            throw new RedisException("a replica");
        }
        if (identity.mayEvict()) {
            Diagnostics.sayOnce(
                    "cache-redis-evicts",
                    "Redis may evict any key (maxmemory-policy allkeys-*). The cache loses entries then, and the protection against a"
                            + " writer that dies during its commit: give it a policy of volatile-* or a server of its own.");
        }
    }

    /** Where it is not allowed, nothing is ever quiet, and every answer is validated. */
    private void listen(StatefulRedisConnection<byte[], byte[]> questions, Marks marks) throws Exception {
        questions.addListener(message -> {
            if ("invalidate".equals(message.getType())) {
                List<Object> content = message.getContent();
                marks.told(content.size() > 1 ? content.get(1) : null, System.nanoTime());
            }
        });
        try {
            answer(questions
                    .async()
                    .clientTracking(TrackingArgs.Builder.enabled()
                            .bcast()
                            .prefixes(StandardCharsets.UTF_8, keys.generationPrefix())));
            marks.listening(System.nanoTime());
        } catch (ExecutionException refused) {
            Diagnostics.sayOnce(
                    "cache-redis-tracking",
                    "Redis does not allow CLIENT TRACKING: every answer of the cache is validated there.");
        }
    }

    private static <T> T answer(RedisFuture<T> future) throws Exception {
        try {
            return Objects.requireNonNull(future.get(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RedisCommandExecutionException) {
                String message = String.valueOf(failure.getCause().getMessage());
                if (message.startsWith("MOVED")) {
                    throw (RedisCommandExecutionException) failure.getCause();
                }
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        await(client.shutdownAsync(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS));
        await(resources.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS));
        timer.stop();
    }

    private static void await(Future<?> end) {
        try {
            end.get(2 * CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException kept) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException later) {
            return; // the threads are daemons, and end when they come to it
        }
    }
}
