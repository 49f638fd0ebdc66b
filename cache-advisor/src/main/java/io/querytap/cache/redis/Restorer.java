package io.querytap.cache.redis;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.redis.Exchange.Sent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells a server what it does not know of this JVM's writes: fences that stand, and tables that were written. For the keeper's thread only. */
final class Restorer {
    private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Renewed when a third of their time is over: two renewals may fail. */
    private static final int RENEWALS = 3;

    private final Keys keys;
    private final Tokens tokens;
    private final Journal journal;
    private final Fences fences;
    private final Exchange exchange;
    private final long renewEveryNanos;
    private long renewedNanos = System.nanoTime();

    Restorer(Keys keys, Tokens tokens, Journal journal, Fences fences, Exchange exchange, Duration fenceDuration) {
        this.keys = keys;
        this.tokens = tokens;
        this.journal = journal;
        this.fences = fences;
        this.exchange = exchange;
        this.renewEveryNanos = fenceDuration.toNanos() / RENEWALS;
    }

    /** A new link: nothing is known of what its server has. */
    void isNew() {
        fences.forgetWhatIsKnown();
    }

    /** Whether there is something to tell. */
    boolean isOwing() {
        return !journal.isEmpty() || fences.unknown() > 0;
    }

    /** Fences first: a table must not be free between its new generation and its fence. Whether all is told now. */
    boolean tell(Link link) {
        return fences.renew(link, false, System.nanoTime(), deadline())
                && fences.lowerOwed(link, deadline())
                && replay(link);
    }

    private boolean replay(Link link) {
        if (journal.isEmpty()) {
            return true;
        }
        Journal.Page page = journal.page();
        for (TableSet tables : page.tables()) {
            Sent sent = exchange.send(link, Script.LOWER, keys.ofWrite(tables), tokens.next());
            if (sent == null || sent.await(deadline(), false) == null) {
                return false;
            }
        }
        journal.sent(page);
        return true;
    }

    void renewIfDue(Link link) {
        long now = System.nanoTime();
        if (now - renewedNanos >= renewEveryNanos) {
            renewedNanos = now;
            fences.renew(link, true, now, deadline());
        }
    }

    /** Whether the server answers a look for nothing; also sets the clock. */
    boolean probe(Link link) {
        Object answer = exchange.ask(
                link, deadline(), Script.LOOK, keys.ofLook(TableSet.EMPTY, null), tokens.next(), RedisTier.ascii(1));
        Long serverMillis = SharedAnswers.serverMillis(answer);
        if (serverMillis == null) {
            return false;
        }
        link.clockSeen(serverMillis, System.nanoTime());
        return true;
    }

    static long deadline() {
        return System.nanoTime() + BUDGET_NANOS;
    }
}
