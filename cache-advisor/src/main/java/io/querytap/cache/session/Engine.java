package io.querytap.cache.session;

import io.querytap.cache.CacheConfig;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.DriverPorts;
import io.querytap.cache.driver.PortLookup;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.shadow.Evidence;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.stats.RuleFigures;
import io.querytap.cache.stats.RuleStats;
import io.querytap.cache.store.Entry;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.SessionCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The parts put together: opens sessions, looks after what ages, and does what operators ask. Thread-safe. */
public final class Engine implements AutoCloseable {
    /** Between two looks at rules and heap. */
    private static final long TICK_MILLIS = 1_000;

    /** Databases whose schema is known; the connections to further ones are measured only. */
    private static final int MAX_DATABASES = 200;

    private final CacheParts parts;
    private final ConcurrentHashMap<Object, Database> databases = new ConcurrentHashMap<>();
    private final Map<DriverPort, PortState> portStates = new WeakHashMap<>(); // guarded by itself
    private final Map<String, PortState> withoutPort = new ConcurrentHashMap<>();

    public Engine(CacheConfig config) {
        parts = new CacheParts(config);
        parts.background.repeat("looking after the result cache", this::tick, TICK_MILLIS);
    }

    /** A session for a physical connection; null if there are too many databases. */
    public @Nullable SessionCache open(OpenedConnection opened) {
        Database database = database(opened);
        if (database == null) {
            return null;
        }
        Connection connection = opened.connection();
        PortLookup lookup = DriverPorts.of(connection);
        DriverPort port = lookup.port();
        PortState state = port == null
                ? withoutPort.computeIfAbsent(
                        connection.getClass().getName(), name -> PortState.unknown(name, lookup.reason()))
                : stateOf(port);
        database.connected(opened);
        if (port != null) {
            check(port, state, opened.another());
        }
        return new CachingSession(parts, database, opened, port, state);
    }

    /** What one sees of a catalogue depends on the user. */
    private @Nullable Database database(OpenedConnection opened) {
        Properties properties = opened.properties();
        Object identity = List.of(
                opened.database(),
                String.valueOf(opened.url()),
                String.valueOf(properties == null ? null : properties.getProperty("user")));
        Database known = databases.get(identity);
        if (known != null || databases.size() >= MAX_DATABASES) {
            return known;
        }
        return databases.computeIfAbsent(
                identity, key -> new Database(parts, opened.database().dialect()));
    }

    private PortState stateOf(DriverPort port) {
        synchronized (portStates) {
            return portStates.computeIfAbsent(port, key -> new PortState(key.id()));
        }
    }

    private void check(DriverPort port, PortState state, OpenedConnection.@Nullable Another another) {
        if (another == null || parts.rules.get().rules().isEmpty() || !state.beginCheck()) {
            return;
        }
        boolean accepted = parts.slow.offer("checking a driver", () -> {
            try (Connection connection = another.connect()) {
                if (connection == null) {
                    state.checkNotRun("no connection");
                    return;
                }
                String difference = parts.portCheck.firstDifference(port, connection);
                if (difference == null) {
                    state.checkPassed();
                } else {
                    state.checkFailed(difference);
                }
            } catch (SQLException broken) {
                state.checkNotRun(broken.getClass().getName());
            } catch (Throwable failure) {
                state.checkFailed(failure.getClass().getName());
            }
        });
        if (!accepted) {
            state.checkNotRun("too much to do");
        }
    }

    private void tick() {
        refreshRules();
        if (parts.heap.look()) {
            parts.store.clear();
        }
        parts.store.tidy();
        databases.values().forEach(Database::tick);
    }

    /** Takes the rules that hold now; otherwise done within a second. */
    public void refreshRules() {
        RuleSet rules = parts.rules.get();
        for (Database database : databases.values()) {
            database.useRules(rules);
        }
    }

    // --- what operators ask

    public void setOn(boolean on) {
        parts.isOn = on;
    }

    public boolean isOn() {
        return parts.isOn;
    }

    /** Drops everything, for all JVMs that share it. */
    public void clear() {
        parts.store.clear();
        parts.generations.bump(TableSet.EVERYTHING);
        if (parts.shared != null) {
            parts.shared.tier().clear();
        }
    }

    /** Holds tables for written. */
    public void invalidate(TableSet tables) {
        parts.fences.bump(tables);
        parts.store.removeIf(entry -> entry.tables().overlaps(tables));
    }

    /** Drops the entries of this JVM that meet the condition, and holds their tables for written so that no other JVM gives them back. */
    public int invalidateIf(Predicate<Entry> condition) {
        TableSet[] tables = {TableSet.EMPTY};
        int removed = parts.store.removeIf(entry -> {
            boolean goes = condition.test(entry);
            if (goes) {
                tables[0] = tables[0].and(entry.tables());
            }
            return goes;
        });
        if (parts.shared != null && !tables[0].isEmpty()) {
            parts.fences.bump(tables[0]);
        }
        return removed;
    }

    /** @param nanos null: as the rule says */
    public void setTtlNanos(String rule, @Nullable Long nanos) {
        if (nanos == null) {
            parts.ttlNanosByRule.remove(rule);
        } else {
            parts.ttlNanosByRule.put(rule, nanos);
        }
    }

    /** The figures of this moment. */
    public CacheFigures figures() {
        Map<String, Long> bytes = new HashMap<>();
        parts.store.addBytesByRule(bytes);
        Map<String, CacheRule> active = new HashMap<>();
        for (CacheRule rule : parts.rules.get().rules()) {
            active.put(rule.name(), rule);
            parts.book.of(rule.name());
        }
        List<RuleFigures> rules = new ArrayList<>();
        for (Map.Entry<String, RuleStats> each : parts.book.all().entrySet()) {
            String name = each.getKey();
            CacheRule rule = active.get(name);
            rules.add(new RuleFigures(
                    name,
                    each.getValue(),
                    bytes.getOrDefault(name, 0L),
                    rule,
                    /* isWithdrawn= */ rule != null && parts.withdrawals.isWithdrawn(rule),
                    parts.withdrawals.evidence(name)));
        }
        return new CacheFigures(
                parts.isOn,
                parts.heap.isHigh(),
                new CacheFigures.StoreFigures(
                        parts.store.count(), parts.store.bytes(), parts.store.maxBytes(), parts.store.evictions()),
                parts.fences.raised(),
                parts.background.dropped(),
                rules,
                drivers(),
                parts.shared == null ? null : parts.shared.tier().status());
    }

    /** What was proven against the rules that were withdrawn since the last call. */
    public List<Evidence> takeWithdrawn() {
        return parts.withdrawals.takeUntold();
    }

    private List<String> drivers() {
        List<String> drivers = new ArrayList<>();
        synchronized (portStates) {
            portStates.values().forEach(state -> drivers.add(state.toString()));
        }
        withoutPort.values().forEach(state -> drivers.add(state.toString()));
        drivers.sort(null);
        return drivers;
    }

    /** Ends the thread; what sessions are told after that is followed no more, so nothing is served any more either. */
    @Override
    public void close() {
        parts.isOn = false;
        parts.background.close();
        parts.slow.close();
    }
}
