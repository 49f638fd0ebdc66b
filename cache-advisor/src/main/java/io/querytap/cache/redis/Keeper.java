package io.querytap.cache.redis;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one link to the primary, on a thread of its own: connects, tells what the server does not know yet before the link may be used,
 * closes the breaker after an answer, gives a link up that does not answer or whose server is no longer the same.
 */
final class Keeper implements Runnable {
    private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TROUBLED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CHECK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A link that has not answered so long is given up: perhaps only the connection is dead. */
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** What a JVM writes before its first link, others learn too late: the first writers wait for the attempt, once, for so long. */
    private static final long FIRST_ATTEMPT_MILLIS = 1_000;

    private final Supplier<Connector> connectors;
    private final Restorer restorer;
    private final Breaker breaker;
    private final Exchange exchange;
    private final PutQueue puts;
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final CountDownLatch attempted = new CountDownLatch(1);
    private @Nullable Connector connector;
    private long backoffNanos = TROUBLED_NANOS;
    private long retryNanos;
    private boolean isSilent;
    private long silentSinceNanos;
    private long checkedNanos;
    private volatile @Nullable Link link;
    private volatile @Nullable Thread thread;
    private volatile long connects;
    private volatile boolean isClosed;

    Keeper(Supplier<Connector> connectors, Restorer restorer, Breaker breaker, Exchange exchange, PutQueue puts) {
        this.connectors = connectors;
        this.restorer = restorer;
        this.breaker = breaker;
        this.exchange = exchange;
        this.puts = puts;
    }

    void start() {
        if (!isStarted.get() && isStarted.compareAndSet(false, true) && !isClosed) {
            Thread made = Connector.daemon(this, "keeper");
            thread = made;
            made.start();
        }
    }

    /** Something is to be done now. */
    void wake() {
        LockSupport.unpark(thread);
    }

    @Nullable
    Link link() {
        return link;
    }

    /** Waits until it is known whether the first attempt to connect succeeded; never twice, and never for long. Keeps an interrupt. */
    void awaitFirstAttempt() {
        if (attempted.getCount() == 0) {
            return;
        }
        try {
            if (!attempted.await(FIRST_ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)) {
                attempted.countDown(); // whoever comes next does not wait
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    long reconnects() {
        return Math.max(0, connects - 1);
    }

    @Override
    public void run() {
        Thread storing = Connector.daemon(puts, "puts");
        storing.start();
        retryNanos = System.nanoTime();
        while (!isClosed) {
            boolean isCalm = false;
            try {
                isCalm = tick();
            } catch (RuntimeException | LinkageError ours) {
                Diagnostics.failed("keep the shared cache", ours);
            }
            if (!isClosed) {
                LockSupport.parkNanos(this, isCalm ? CALM_NANOS : TROUBLED_NANOS);
            }
        }
        puts.close();
        storing.interrupt();
        end();
    }

    /** Whether there is nothing to do soon. */
    private boolean tick() {
        Link current = link;
        if (current == null) {
            try {
                return connect();
            } finally {
                attempted.countDown();
            }
        }
        if (!current.isOpen()) {
            drop(current);
            return false;
        }
        if (breaker.isOpen()) {
            return halfOpen(current);
        }
        isSilent = false;
        if (restorer.isOwing()) {
            return restorer.tell(current);
        }
        restorer.renewIfDue(current);
        return check(current);
    }

    private boolean connect() {
        if (System.nanoTime() - retryNanos < 0) {
            return false;
        }
        Link made = null;
        try {
            if (connector == null) {
                connector = connectors.get();
            }
            made = connector.open();
            restorer.isNew();
            if (restorer.probe(made) && restorer.tell(made)) {
                breaker.close();
                connects++;
                backoffNanos = TROUBLED_NANOS;
                checkedNanos = System.nanoTime();
                link = made;
                return true;
            }
        } catch (Exception notReached) {
            Diagnostics.sayOnce(
                    "cache-redis-unreachable",
                    "The shared cache cannot be reached ("
                            + notReached.getClass().getSimpleName()
                            + "); statements under rules are answered by the database until it can.");
        }
        if (made != null) {
            made.close();
        }
        retryNanos = System.nanoTime() + backoffNanos;
        backoffNanos = Math.min(2 * backoffNanos, MAX_BACKOFF_NANOS);
        return false;
    }

    private boolean halfOpen(Link current) {
        long now = System.nanoTime();
        if (!isSilent) {
            isSilent = true;
            silentSinceNanos = now;
        }
        if (restorer.probe(current) && restorer.tell(current)) {
            breaker.close();
            isSilent = false;
            return true;
        }
        if (System.nanoTime() - silentSinceNanos >= GIVE_UP_NANOS) {
            drop(current);
        }
        return false;
    }

    /** Whether the server is still the same one, and still a primary. */
    private boolean check(Link current) {
        long now = System.nanoTime();
        if (now - checkedNanos < CHECK_EVERY_NANOS) {
            return true;
        }
        checkedNanos = now;
        String info = exchange.await(current, current.info(), Restorer.deadline(), false);
        if (info == null) {
            return false;
        }
        ServerIdentity identity = new ServerIdentity(info);
        if (!identity.isPrimary() || !identity.id().equals(current.identity().id())) {
            drop(current);
            return false;
        }
        return true;
    }

    private void drop(Link current) {
        link = null;
        isSilent = false;
        current.close();
        retryNanos = System.nanoTime();
    }

    private void end() {
        Link current = link;
        if (current != null) {
            if (current.isOpen() && !breaker.isOpen() && restorer.isOwing()) {
                restorer.tell(current);
            }
            link = null;
        }
        if (connector != null) {
            connector.close(); // and with it all connections
        }
    }

    void close(long millis) {
        isClosed = true;
        puts.close();
        Thread running = thread;
        if (running == null) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(millis);
        } catch (InterruptedException kept) {
            Thread.currentThread().interrupt();
        }
    }
}
