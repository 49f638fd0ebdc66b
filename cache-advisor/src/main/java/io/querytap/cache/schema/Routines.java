package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.core.pattern.facts.Cacheability;
import io.querytap.core.pattern.facts.FunctionCall;
import io.querytap.core.pattern.lexis.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions and procedures of a database, and what they change, also by calling each other. For one thread. */
final class Routines {
    /** Of more, nothing is said: each then counts as one that changes every table. */
    static final int MAX_ROUTINES = 20_000;

    /** Calls of calls are followed so far. */
    private static final int MAX_DEPTH = 16;

    private final Dialect dialect;
    private final Map<String, List<Routine>> byName = new HashMap<>();
    private final Map<String, TableSet> resolved = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> builtIn = new HashSet<>();
    private boolean unknownAreBuiltIn;

    Routines(Dialect dialect) {
        this.dialect = dialect;
    }

    void builtIn(String name) {
        builtIn.add(SchemaSnapshot.Builder.canonical(name));
    }

    void unknownAreBuiltIn() {
        unknownAreBuiltIn = true;
    }

    /**
     * Adds one.
     *
     * @param readsOnly it is declared to change nothing
     * @param body null where it is not in a language that is read here, or not shown
     */
    void add(String name, boolean readsOnly, @Nullable String body) {
        if (byName.size() < MAX_ROUTINES || byName.containsKey(SchemaSnapshot.Builder.canonical(name))) {
            byName.computeIfAbsent(SchemaSnapshot.Builder.canonical(name), unseen -> new ArrayList<>(1))
                    .add(new Routine(readsOnly, body));
        }
    }

    boolean contains(String canonicalName) {
        return byName.containsKey(canonicalName);
    }

    /** What a call changes at most, of whichever routine of that name. */
    TableSet written(String canonicalName) {
        TableSet known = resolved.get(canonicalName);
        if (known != null) {
            return known;
        }
        List<Routine> routines = byName.get(canonicalName);
        if (routines == null) {
            boolean full = byName.size() >= MAX_ROUTINES;
            return !full
                            && (unknownAreBuiltIn
                                    || builtIn.contains(canonicalName)
                                    || HarmlessFunctions.contains(canonicalName)
                                    || isImmutable(canonicalName))
                    ? TableSet.EMPTY
                    : TableSet.EVERYTHING;
        }
        if (open.size() == MAX_DEPTH || !open.add(canonicalName)) {
            return TableSet.EVERYTHING; // one that calls itself
        }
        TableSet all = TableSet.EMPTY;
        for (Routine routine : routines) {
            all = all.and(
                    routine.readsOnly ? TableSet.EMPTY : RoutineBody.written(routine.body, dialect, this::written));
        }
        open.remove(canonicalName);
        resolved.put(canonicalName, all);
        return all;
    }

    /** Constructs of the grammar, which no catalogue has. */
    private boolean isImmutable(String name) {
        return Cacheability.isImmutable(new FunctionCall(name, 1), dialect)
                || Cacheability.isImmutable(new FunctionCall(name, 2), dialect);
    }

    /** What the body of a trigger changes. */
    TableSet writtenByBody(@Nullable String body) {
        return RoutineBody.written(body, dialect, this::written);
    }

    /** Tells the snapshot of all. */
    void addTo(SchemaSnapshot.Builder snapshot) {
        for (String name : byName.keySet()) {
            snapshot.function(name, written(name));
        }
        builtIn.forEach(snapshot::builtIn);
    }

    private static final class Routine {
        final boolean readsOnly;
        final @Nullable String body;

        Routine(boolean readsOnly, @Nullable String body) {
            this.readsOnly = readsOnly;
            this.body = body;
        }
    }
}
