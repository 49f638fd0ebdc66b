package io.querytap.cache.shadow;

import io.querytap.cache.rule.CacheRule;
import io.querytap.core.diagnostic.Diagnostics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/** Rules that took themselves out of service, until the operator changes them, and the evidence for it. Thread-safe. */
public final class Withdrawals {
    /** Differences kept for a rule, the first and then the latest: the first shows the cause, the latest whether it goes on. */
    static final int MAX_EVIDENCE = 16;

    /** Rules of which evidence is kept; as many as the figures keep apart. */
    static final int MAX_RULES = 1_000;

    private final ConcurrentHashMap<String, String> withdrawn = new ConcurrentHashMap<>(); // name to wording
    private final BlockingQueue<Evidence> untold = new ArrayBlockingQueue<>(MAX_RULES);
    private final ConcurrentHashMap<String, Deque<Evidence>> evidence = new ConcurrentHashMap<>();

    /** Whether this rule, worded like this, is out of service. */
    public boolean isWithdrawn(CacheRule rule) {
        if (withdrawn.isEmpty()) {
            return false;
        }
        String wording = withdrawn.get(rule.name());
        return wording != null && wording.equals(wordingOf(rule));
    }

    /**
     * Takes a rule out of service.
     *
     * @return whether it was in service before
     */
    public boolean withdraw(CacheRule rule, Evidence because) {
        String wording = wordingOf(rule);
        boolean isNews = !wording.equals(withdrawn.put(rule.name(), wording));
        if (isNews && !untold.offer(because)) {
            Diagnostics.dropped("the event of a withdrawn cache rule");
        }
        return isNews;
    }

    /** Why rules were withdrawn since the last call, in order. */
    public List<Evidence> takeUntold() {
        List<Evidence> taken = new ArrayList<>();
        untold.drainTo(taken);
        return taken;
    }

    /** Keeps a proven difference. */
    public void add(Evidence proven) {
        if (evidence.size() >= MAX_RULES && !evidence.containsKey(proven.rule())) {
            return;
        }
        Deque<Evidence> kept = evidence.computeIfAbsent(proven.rule(), name -> new ArrayDeque<>());
        synchronized (kept) {
            if (kept.size() == MAX_EVIDENCE) {
                Evidence first = kept.removeFirst();
                kept.removeFirst();
                kept.addFirst(first);
            }
            kept.addLast(proven);
        }
    }

    /** What was proven against a rule, oldest first. */
    public List<Evidence> evidence(String rule) {
        Deque<Evidence> kept = evidence.get(rule);
        if (kept == null) {
            return List.of();
        }
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }

    /** All that an operator can change of a rule: another wording is another rule. */
    private static String wordingOf(CacheRule rule) {
        return rule.name()
                + '\n'
                + new TreeSet<>(rule.tables())
                + '\n'
                + rule.patternId()
                + '\n'
                + rule.text()
                + '\n'
                + rule.ttlNanos()
                + '\n'
                + rule.stalenessNanos()
                + '\n'
                + rule.maxRows()
                + '\n'
                + rule.maxBytes()
                + '\n'
                + rule.keySettings()
                + '\n'
                + new TreeSet<>(rule.pureFunctions())
                + '\n'
                + rule.keepsEmpty()
                + '\n'
                + rule.sampled()
                + '\n'
                + rule.state();
    }
}
