package io.querytap.cache.redis;

import io.querytap.cache.generation.TableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes of which the shared tier does not know yet, by table: however often a table is written it is noted once. While a table is here
 * this JVM believes nothing that the tier says of it, else it would not read its own writes. Thread-safe.
 */
final class Journal {
    /** Past it: everything. */
    static final int MAX_TABLES = 4096;

    private final Map<String, Noted> byTable = new HashMap<>();
    private @Nullable Noted everything;
    private long version;
    private volatile boolean isEmpty = true;

    boolean isEmpty() {
        return isEmpty;
    }

    synchronized void note(TableSet tables, long nowNanos) {
        if (tables.isEmpty()) {
            return;
        }
        isEmpty = false;
        version++;
        for (String table : tables.names()) {
            if (byTable.size() >= MAX_TABLES && !byTable.containsKey(table)) {
                noteEverything(nowNanos);
                return;
            }
            byTable.put(table, again(byTable.get(table), nowNanos));
        }
        if (tables.isEverything()) {
            noteEverything(nowNanos);
        }
    }

    private void noteEverything(long nowNanos) {
        everything = again(everything, nowNanos);
    }

    private Noted again(@Nullable Noted before, long nowNanos) {
        return new Noted(before == null ? nowNanos : before.sinceNanos, version);
    }

    synchronized boolean overlaps(TableSet tables) {
        if (isEmpty) {
            return false;
        }
        if (everything != null || tables.isEverything()) {
            return true;
        }
        for (String table : tables.names()) {
            if (byTable.containsKey(table)) {
                return true;
            }
        }
        return false;
    }

    /** All that is to be sent now. */
    synchronized Page page() {
        List<TableSet> all = new ArrayList<>();
        if (everything != null) {
            all.add(TableSet.EVERYTHING);
        }
        if (!byTable.isEmpty()) {
            all.add(TableSet.of(byTable.keySet()));
        }
        return new Page(all, version);
    }

    /** Forgets what was sent, but not what was noted again since. */
    synchronized void sent(Page page) {
        byTable.values().removeIf(noted -> noted.version <= page.version);
        if (everything != null && everything.version <= page.version) {
            everything = null;
        }
        isEmpty = everything == null && byTable.isEmpty();
    }

    synchronized int size() {
        return byTable.size() + (everything == null ? 0 : 1);
    }

    /** How long the oldest waits; 0 if there is none. */
    synchronized long oldestNanos(long nowNanos) {
        long oldest = everything == null ? 0 : nowNanos - everything.sinceNanos;
        for (Noted noted : byTable.values()) {
            oldest = Math.max(oldest, nowNanos - noted.sinceNanos);
        }
        return oldest;
    }

    private static final class Noted {
        private final long sinceNanos;
        private final long version;

        private Noted(long sinceNanos, long version) {
            this.sinceNanos = sinceNanos;
            this.version = version;
        }
    }

    /** What the journal held at one moment. */
    static final class Page {
        private final List<TableSet> tables;
        private final long version;

        private Page(List<TableSet> tables, long version) {
            this.tables = tables;
            this.version = version;
        }

        List<TableSet> tables() {
            return tables;
        }
    }
}
