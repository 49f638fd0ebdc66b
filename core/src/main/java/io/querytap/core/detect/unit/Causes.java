package io.querytap.core.detect.unit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Causes by what they are looked up by. Bounded: past the bound nothing new is learnt, what is known goes on being counted. For one
 * thread.
 *
 * @param <K> by value or by identity, as its {@code equals} says
 * @param <C> what is known of one cause
 */
final class Causes<K, C> {
    /** Causes of one kind that are followed; twice as many as findings are kept. A few KiB each. */
    static final int MAX_CAUSES = 1_000;

    private final Map<K, List<C>> byKey = new LinkedHashMap<>();
    private final List<C> all = new ArrayList<>();

    /** Those of that key, the oldest first; live. */
    List<C> of(K key) {
        return byKey.getOrDefault(key, List.of());
    }

    boolean isFull() {
        return all.size() >= MAX_CAUSES;
    }

    /** Adds a cause under its first key; not to be called when full. */
    void add(K key, C cause) {
        all.add(cause);
        link(key, cause);
    }

    /** Makes a known cause be found under another key too. */
    void link(K key, C cause) {
        List<C> under = byKey.computeIfAbsent(key, it -> new ArrayList<>(1));
        if (!under.contains(cause)) {
            under.add(cause);
        }
    }

    Collection<C> all() {
        return all;
    }
}
