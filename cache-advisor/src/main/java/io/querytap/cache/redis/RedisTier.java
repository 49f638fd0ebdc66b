package io.querytap.cache.redis;

import io.lettuce.core.RedisFuture;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.redis.Exchange.Sent;
import io.querytap.cache.redis.Fences.Lowered;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.shared.SharedTier;
import io.querytap.core.diagnostic.Diagnostics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The shared tier in Redis. Every step of the protocol is one script on keys of one hash tag, so it happens at one moment; a generation is a
 * token that nobody gives twice, so none ever comes back; an epoch above them changes with the server's identity, so what a restart or a
 * fail-over has lost outdates everything instead of nothing.
 *
 * <p>Connections are made, checked and given up by the {@link Keeper}; threads of the application only send and wait, within their
 * budget, and not at all while the {@link Breaker} is open.
 */
public final class RedisTier implements SharedTier {
    private static final long CLEAR_BUDGET_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PUT_BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CLOSE_MILLIS = 900;

    private static final byte[] NOTHING = {};

    private final Keys keys;
    private final Tokens tokens = new Tokens();
    private final Journal journal = new Journal();
    private final Breaker breaker = new Breaker();
    private final LongAdder timeouts = new LongAdder();
    private final Exchange exchange;
    private final Fences fences;
    private final PutQueue puts;
    private final Keeper keeper;

    /** Connects to nothing yet. */
    public RedisTier(RedisSettings settings) {
        keys = new Keys(settings.namespace());
        exchange = new Exchange(breaker, timeouts, this::troubled);
        fences = new Fences(keys, tokens, exchange, settings.fenceDuration());
        puts = new PutQueue(this::store);
        keeper = new Keeper(
                () -> new Connector(settings, keys, tokens),
                new Restorer(keys, tokens, journal, fences, exchange, settings.fenceDuration()),
                breaker,
                exchange,
                puts);
    }

    /** Begins to connect, on a thread of its own; the first call of any other method does so too. Has no effect the second time. */
    public void start() {
        keeper.start();
    }

    private void troubled(Link link) {
        keeper.wake();
    }

    /** The link if it may be used. */
    private @Nullable Link usable() {
        keeper.start();
        Link link = breaker.isOpen() ? null : keeper.link();
        return link != null && link.isOpen() ? link : null;
    }

    @Override
    public SharedLook look(TableSet tables, @Nullable EntryKey key, long budgetNanos) {
        try {
            long deadline = System.nanoTime() + budgetNanos;
            Link link = usable();
            if (link == null
                    || tables.isEverything()
                    || isUnsent(tables)
                    || Thread.currentThread().isInterrupted()) {
                return SharedLook.UNAVAILABLE;
            }
            return look(link, tables, key, deadline);
        } catch (RuntimeException | LinkageError ours) {
            Diagnostics.failed("look into the shared cache", ours);
            return SharedLook.UNAVAILABLE;
        }
    }

    private boolean isUnsent(TableSet tables) {
        return !journal.isEmpty() && journal.overlaps(tables);
    }

    private SharedLook look(Link link, TableSet tables, @Nullable EntryKey key, long deadlineNanos) {
        Object answer =
                exchange.ask(link, deadlineNanos, Script.LOOK, keys.ofLook(tables, key), tokens.next(), pairs(tables));
        SharedLook look = SharedAnswers.look(answer, tables);
        Long serverMillis = SharedAnswers.serverMillis(answer);
        if (serverMillis != null) {
            link.clockSeen(serverMillis, System.nanoTime());
        }
        // A write of this JVM that could not be sent while we looked: the answer may be older than it.
        return isUnsent(tables) ? SharedLook.UNAVAILABLE : look;
    }

    private static byte[] pairs(TableSet tables) {
        return ascii(1 + tables.names().size());
    }

    static byte[] ascii(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean isQuiet(TableSet tables, long sinceNanos) {
        Link link = keeper.link();
        return link != null && !breaker.isOpen() && !isUnsent(tables) && link.isQuiet(tables, sinceNanos);
    }

    @Override
    public void put(EntryKey key, SharedStamp stamp, byte[] payload, long readNanos, Duration timeToLive) {
        puts.offer(new PutQueue.Put(key, stamp, payload, readNanos + timeToLive.toNanos()));
    }

    /** On the thread for that. */
    boolean store(PutQueue.Put put) {
        Link link = usable();
        if (link == null) {
            return false;
        }
        TableSet tables = put.stamp().tables();
        Object answer = exchange.ask(
                link,
                System.nanoTime() + PUT_BUDGET_NANOS,
                Script.PUT,
                keys.ofLook(tables, put.key()),
                tokens.next(),
                pairs(tables),
                put.stamp().token().getBytes(StandardCharsets.US_ASCII),
                put.payload(),
                ascii(link.serverMillis(put.endNanos())));
        return answer != null;
    }

    @Override
    public SharedFence raise(TableSet tables, long budgetNanos) {
        keeper.start();
        keeper.awaitFirstAttempt();
        long now = System.nanoTime();
        OpenFence fence = new OpenFence(this, tables, tokens.next(), now);
        try {
            if (!tables.isEmpty()) {
                fences.raise(fence, usable(), now + budgetNanos);
            }
        } catch (RuntimeException | LinkageError ours) {
            Diagnostics.failed("raise a shared fence", ours);
        }
        return fence;
    }

    void lower(OpenFence fence, long budgetNanos) {
        if (fence.tables().isEmpty()) {
            return;
        }
        Lowered lowered = Lowered.UNSENT;
        try {
            lowered = fences.lower(fence, usable(), System.nanoTime() + budgetNanos);
        } catch (RuntimeException | LinkageError ours) {
            Diagnostics.failed("lower a shared fence", ours);
        }
        if (lowered == Lowered.UNSENT) {
            note(fence.tables());
        }
    }

    @Override
    public void bump(TableSet tables, long budgetNanos) {
        if (tables.isEmpty()) {
            return;
        }
        boolean isSent = false;
        try {
            Link link = usable();
            Sent sent = link == null ? null : exchange.send(link, Script.LOWER, keys.ofWrite(tables), tokens.next());
            isSent = sent != null && sent.await(System.nanoTime() + budgetNanos, false) != null;
        } catch (RuntimeException | LinkageError ours) {
            Diagnostics.failed("change shared generations", ours);
        }
        if (!isSent) {
            note(tables);
        }
    }

    private void note(TableSet tables) {
        journal.note(tables, System.nanoTime());
        keeper.wake();
    }

    /** {@inheritDoc} Where Redis cannot be reached, when it can again. */
    @Override
    public void clear() {
        boolean isSent = false;
        try {
            Link link = usable();
            isSent = link != null
                    && exchange.await(
                                    link,
                                    link.set(keys.epoch(), tokens.next()),
                                    System.nanoTime() + CLEAR_BUDGET_NANOS,
                                    false)
                            != null;
        } catch (RuntimeException | LinkageError ours) {
            Diagnostics.failed("clear the shared cache", ours);
        }
        if (!isSent) {
            note(TableSet.EVERYTHING);
        }
    }

    @Override
    public boolean lease(EntryKey key, Duration duration, long budgetNanos) {
        try {
            long deadline = System.nanoTime() + budgetNanos;
            Link link = usable();
            if (link == null || Thread.currentThread().isInterrupted()) {
                return true;
            }
            RedisFuture<String> answer = link.setIfAbsent(keys.ofLease(key), NOTHING, Math.max(1, duration.toMillis()));
            String given = exchange.await(link, answer, deadline, true);
            return given != null || !isAnswered(answer);
        } catch (RuntimeException | LinkageError ours) {
            return true;
        }
    }

    /** Whether null is what Redis said: somebody else has it. */
    private static boolean isAnswered(RedisFuture<String> answer) {
        return answer.isDone()
                && !answer.isCancelled()
                && !answer.toCompletableFuture().isCompletedExceptionally();
    }

    @Override
    public SharedStatus status() {
        long now = System.nanoTime();
        double oldest = journal.oldestNanos(now) / (double) TimeUnit.SECONDS.toNanos(1);
        return new SharedStatus(
                keeper.link() != null && !breaker.isOpen(),
                journal.size() + fences.unknown(),
                oldest,
                puts.dropped(),
                timeouts.sum(),
                keeper.reconnects());
    }

    @Override
    public void close() {
        keeper.close(CLOSE_MILLIS);
    }
}
