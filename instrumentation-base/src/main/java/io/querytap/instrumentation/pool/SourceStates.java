package io.querytap.instrumentation.pool;

import io.querytap.hook.QuerytapState;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the pools of data sources, kept beside them: a data source is a class that other agents weave too, and one that has got
 * another interface before they see it can keep them from seeing what comes after it. Asked only while a data source has no pool. Bounded,
 * thread-safe.
 */
final class SourceStates {
    /** Data sources known at once; more are taken for new ones each time. */
    private static final int MAX_SOURCES = 256;

    private final List<Entry> entries = new ArrayList<>();

    synchronized @Nullable PoolState get(Object source) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Object known = entries.get(i).source.get();
            if (known == source) {
                return entries.get(i).state;
            }
            if (known == null) {
                entries.remove(i);
            }
        }
        return null;
    }

    synchronized void put(Object source, PoolState state) {
        if (get(source) == null && entries.size() < MAX_SOURCES) {
            entries.add(new Entry(source, state));
        }
        if (source instanceof QuerytapState) { // where it has no field that tells whether it has a pool
            ((QuerytapState) source).querytap$state(state);
        }
    }

    private static final class Entry {
        private final WeakReference<Object> source;
        private final PoolState state;

        Entry(Object source, PoolState state) {
            this.source = new WeakReference<>(source);
            this.state = state;
        }
    }
}
