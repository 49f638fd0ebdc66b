package io.querytap.cache.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.querytap.core.diagnostic.Diagnostics;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One step sent and its answer waited for, within a budget. Whatever goes wrong, the answer is null and what it means is drawn from it. */
final class Exchange {
    /** What a server answers that is no longer the one to ask: the link is given up and the primary looked for again. */
    private static final String[] ELSEWHERE = {
        "READONLY", "NOREPLICAS", "MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "LOADING", "NOAUTH", "NOPERM"
    };

    private final Breaker breaker;
    private final LongAdder timeouts;
    private final Consumer<Link> onTrouble;

    /** @param onTrouble given a link that does not answer, or answers that it is the wrong one */
    Exchange(Breaker breaker, LongAdder timeouts, Consumer<Link> onTrouble) {
        this.breaker = breaker;
        this.timeouts = timeouts;
        this.onTrouble = onTrouble;
    }

    /** For threads that may be interrupted: then null, and the flag stays. */
    @Nullable
    Object ask(Link link, long deadlineNanos, Script script, byte[][] keys, byte[]... args) {
        Sent sent = send(link, script, keys, args);
        return sent == null ? null : sent.await(deadlineNanos, true);
    }

    /** Sends, without waiting; null if that was not possible. */
    @Nullable
    Sent send(Link link, Script script, byte[][] keys, byte[]... args) {
        try {
            return new Sent(link, link.send(script, keys, args), script, keys, args);
        } catch (RuntimeException notConnectedOrTooManyWait) {
            failed(link, notConnectedOrTooManyWait);
            return null;
        }
    }

    /** Waits for an answer; null if there is none in time. */
    <T> @Nullable T await(Link link, RedisFuture<T> future, long deadlineNanos, boolean heedsInterrupts) {
        try {
            T answer = get(future, deadlineNanos, heedsInterrupts);
            breaker.answered();
            return answer;
        } catch (InterruptedException kept) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            return null;
        } catch (TimeoutException late) {
            timedOut(link);
            return null;
        } catch (ExecutionException failure) {
            failed(link, failure.getCause());
            return null;
        } catch (RuntimeException cancelled) {
            failed(link, cancelled);
            return null;
        }
    }

    private static <T> T get(RedisFuture<T> future, long deadlineNanos, boolean heedsInterrupts)
            throws InterruptedException, TimeoutException, ExecutionException {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException interrupted) {
                    if (heedsInterrupts) {
                        throw interrupted;
                    }
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void timedOut(Link link) {
        timeouts.increment();
        if (breaker.timedOut()) {
            onTrouble.accept(link);
        }
    }

    private void failed(Link link, @Nullable Throwable failure) {
        if (failure instanceof RedisCommandTimeoutException) {
            timedOut(link);
        } else if (failure instanceof RedisCommandExecutionException) {
            breaker.answered();
            String message = String.valueOf(failure.getMessage());
            for (String elsewhere : ELSEWHERE) {
                if (message.startsWith(elsewhere)) {
                    link.giveUp();
                    onTrouble.accept(link);
                    return;
                }
            }
            // Only the first word: the rest may be anything.
            Diagnostics.sayOnce(
                    "cache-redis-error", "Redis refuses a step of the cache: " + message.split("[ :]", 2)[0]);
        } else if (!link.isOpen()) {
            onTrouble.accept(link);
        }
    }

    /** A step under way. */
    final class Sent {
        private final Link link;
        private final RedisFuture<Object> future;
        private final Script script;
        private final byte[][] keys;
        private final byte[][] args;

        private Sent(Link link, RedisFuture<Object> future, Script script, byte[][] keys, byte[][] args) {
            this.link = link;
            this.future = future;
            this.script = script;
            this.keys = keys;
            this.args = args;
        }

        @Nullable
        Object await(long deadlineNanos, boolean heedsInterrupts) {
            try {
                Object answer = get(future, deadlineNanos, heedsInterrupts);
                breaker.answered();
                return answer;
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof RedisNoScriptException) {
                    return awaitWhole(deadlineNanos, heedsInterrupts);
                }
                failed(link, failure.getCause());
            } catch (InterruptedException kept) {
                Thread.currentThread().interrupt();
                future.cancel(true);
            } catch (TimeoutException late) {
                timedOut(link);
            } catch (RuntimeException cancelled) {
                failed(link, cancelled);
            }
            return null;
        }

        private @Nullable Object awaitWhole(long deadlineNanos, boolean heedsInterrupts) {
            try {
                return Exchange.this.await(link, link.sendWhole(script, keys, args), deadlineNanos, heedsInterrupts);
            } catch (RuntimeException notConnectedOrTooManyWait) {
                failed(link, notConnectedOrTooManyWait);
                return null;
            }
        }
    }
}
