package io.querytap.cache.redis;

import io.querytap.cache.generation.LocalGenerations;
import io.querytap.cache.redis.Exchange.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The fences that this JVM has raised. They stand in Redis for a short time and are renewed while the JVM lives, so that one that dies
 * between commit and invalidation blocks its tables briefly, and a commit that takes long stays covered. One that is never lowered is
 * renewed as long as the local one stands, and no longer.
 */
final class Fences {
    private static final long MAX_AGE_NANOS = LocalGenerations.FENCE_DEADLINE.toNanos();

    /** Lowered, but not in Redis: past it they stand out their time there. */
    private static final int MAX_OWED = 1024;

    private final Set<OpenFence> open = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<OpenFence> owed = new LinkedBlockingQueue<>(MAX_OWED);
    private final Keys keys;
    private final Tokens tokens;
    private final Exchange exchange;
    private final byte[] durationMillis;

    Fences(Keys keys, Tokens tokens, Exchange exchange, Duration duration) {
        this.keys = keys;
        this.tokens = tokens;
        this.exchange = exchange;
        this.durationMillis = Long.toString(duration.toMillis()).getBytes(StandardCharsets.US_ASCII);
    }

    /** @param link null if there is none: it will be raised when there is one */
    void raise(OpenFence fence, @Nullable Link link, long deadlineNanos) {
        open.add(fence);
        if (link != null) {
            fence.setSent();
            Sent sent = exchange.send(
                    link, Script.RAISE, keys.ofWrite(fence.tables()), tokens.next(), fence.token(), durationMillis);
            fence.setKnown(sent != null && sent.await(deadlineNanos, false) != null);
        }
    }

    /** Whether the invalidation has arrived, as far as we know; false also for the second time, which has no effect. */
    Lowered lower(OpenFence fence, @Nullable Link link, long deadlineNanos) {
        Sent sent;
        synchronized (fence) {
            if (fence.isLowered()) {
                return Lowered.BEFORE;
            }
            fence.setLowered();
            sent = link == null
                    ? null
                    : exchange.send(link, Script.LOWER, keys.ofWrite(fence.tables()), tokens.next(), fence.token());
        }
        open.remove(fence);
        if (sent != null && sent.await(deadlineNanos, false) != null) {
            return Lowered.SENT;
        }
        if (fence.wasSent()) { // else each write while there is no link would cost a round trip before there is one
            // again
            owed.offer(fence);
        }
        return Lowered.UNSENT;
    }

    /** Lowers those that could not be lowered in time. Whether all are. */
    boolean lowerOwed(Link link, long deadlineNanos) {
        for (OpenFence fence = owed.peek(); fence != null; fence = owed.peek()) {
            Sent sent = exchange.send(link, Script.LOWER, keys.ofWrite(fence.tables()), tokens.next(), fence.token());
            if (sent == null || sent.await(deadlineNanos, false) == null) {
                return false;
            }
            owed.remove(fence);
        }
        return true;
    }

    /** Another server, or the same with other data: whether it has our fences is not known. */
    void forgetWhatIsKnown() {
        for (OpenFence fence : open) {
            fence.setKnown(false);
        }
    }

    /**
     * Sends the fences that the server does not have yet, or all of them to make them stand longer.
     *
     * @return whether the server has all
     */
    boolean renew(Link link, boolean all, long nowNanos, long deadlineNanos) {
        boolean isDone = true;
        for (OpenFence fence : open) {
            if (nowNanos - fence.raisedNanos() > MAX_AGE_NANOS) {
                open.remove(fence); // stands out its time in Redis, and ends with a new generation
            } else if (all || !fence.isKnown()) {
                isDone &= renew(fence, link, deadlineNanos);
            }
        }
        return isDone;
    }

    private boolean renew(OpenFence fence, Link link, long deadlineNanos) {
        Sent sent;
        synchronized (fence) {
            if (fence.isLowered()) {
                return true;
            }
            fence.setSent();
            sent = exchange.send(
                    link, Script.RENEW, keys.ofWrite(fence.tables()), tokens.next(), fence.token(), durationMillis);
        }
        boolean isKnown = sent != null && sent.await(deadlineNanos, false) != null;
        fence.setKnown(isKnown);
        return isKnown;
    }

    /** Those that the server does not have. */
    int unknown() {
        int count = 0;
        for (OpenFence fence : open) {
            count += fence.isKnown() ? 0 : 1;
        }
        return count;
    }

    /** What came of lowering a fence. */
    enum Lowered {
        SENT,
        UNSENT,
        BEFORE
    }
}
