package io.querytap.cache.session;

import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.shadow.Evidence;
import io.querytap.cache.store.Entry;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.SqlAnalyzer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Compares live answers with the entries that would have been served, off the application's threads. Thread-safe.
 *
 * <p>What proves that an entry was wrong: its generations, in this JVM and in the shared tier, were the current ones before the live statement
 * was sent, and still are when the difference is seen. No write that anybody told of came between, so nobody told of the write.
 */
final class Comparisons {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final CacheParts parts;

    Comparisons(CacheParts parts) {
        this.parts = parts;
    }

    /** @param sentNanos when the live statement was sent; the entry was current then */
    void compare(ReadPath look, Entry entry, CapturedResult live, long sentNanos) {
        boolean accepted = parts.background.offer("comparing a result", () -> {
            try {
                compareNow(look, entry, live, sentNanos);
            } catch (Throwable failure) {
                look.stats.notCompared.increment();
                look.portState.encodingFailed(failure);
            }
        });
        if (!accepted) {
            look.stats.notCompared.increment();
        }
    }

    private void compareNow(ReadPath look, Entry entry, CapturedResult live, long sentNanos) throws Throwable {
        DriverPort port = look.port;
        if (!port.isComparable(entry.result(), live)) {
            look.stats.notCompared.increment();
        } else if (Arrays.equals(port.encode(entry.result()), port.encode(live))) {
            look.stats.shadowHits.increment();
        } else if (isStillCurrent(entry)) {
            differs(look, entry, live, sentNanos);
        } else {
            look.stats.notCompared.increment();
        }
    }

    private boolean isStillCurrent(Entry entry) {
        return parts.generations.isCurrent(entry.stamp())
                && (parts.shared == null
                        || Objects.equals(
                                entry.sharedStamp(), parts.shared.stamp(entry.tables(), parts.lookBudgetNanos)));
    }

    private void differs(ReadPath look, Entry entry, CapturedResult live, long sentNanos) throws Throwable {
        CacheRule rule = look.rule;
        long ageNanos = Math.max(0, sentNanos - entry.readNanos());
        boolean isBeyondBound = ageNanos > rule.stalenessNanos();
        int[] where = look.port.firstDifference(entry.result(), live);
        Evidence proven = new Evidence(
                Instant.now(),
                rule.name(),
                SqlAnalyzer.analyze(entry.sql(), look.dialect).id(),
                hex(look.key.digest()),
                where == null ? Evidence.UNKNOWN : where[0],
                where == null ? Evidence.UNKNOWN : where[1],
                TimeUnit.NANOSECONDS.toMillis(ageNanos),
                isBeyondBound);
        look.stats.silentChanges.increment();
        look.stats.staleAges.record(ageNanos);
        parts.withdrawals.add(proven);
        parts.store.remove(look.key, entry);
        if (rule.state() == CacheRule.State.SERVE && isBeyondBound && parts.withdrawals.withdraw(rule, proven)) {
            parts.store.removeIf(held -> held.rule().equals(rule.name()));
            Diagnostics.say(
                    "cache rule " + rule.name() + " is withdrawn until it is changed: " + proven
                            + "; somebody writes these tables past the agent, or the statement does not always say the same. Nothing of it"
                            + " is answered from the cache until its wording in the file changes; with state shadow you see whether it goes on");
        }
    }

    /** A write has outdated the entry: was that needed? */
    void compareOutdated(ReadPath look, Entry outdated, CapturedResult live) {
        parts.background.offer("comparing a result", () -> {
            try {
                if (look.port.isComparable(outdated.result(), live)
                        && Arrays.equals(look.port.encode(outdated.result()), look.port.encode(live))) {
                    look.stats.falseInvalidations.increment();
                }
            } catch (Throwable failure) {
                look.portState.encodingFailed(failure);
            }
        });
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder(bytes.length * 2);
        for (byte each : bytes) {
            hex.append(HEX[each >> 4 & 0xF]).append(HEX[each & 0xF]);
        }
        return hex.toString();
    }
}
