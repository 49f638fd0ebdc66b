package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.schema.Relation.Trait;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue of one database said at one moment, by canonical names (see {@link TableSet}): where several schemas have a table of
 * one name, what holds for one of them holds for the name. Immutable.
 */
public final class SchemaSnapshot {
    /** Nothing is known yet, or any more. */
    public static final SchemaSnapshot UNKNOWN = new SchemaSnapshot(new Builder(), 0, /* known= */ false);

    private final int version;
    private final boolean known;
    private final Map<String, Relation> relations;
    private final Map<String, TableSet> functions;
    private final Set<String> builtIn;
    private final boolean unknownFunctionsAreBuiltIn;
    private final Set<String> impureOperators;
    private final boolean triggersUnknown;
    private final boolean readsUncommitted;
    private final boolean replica;
    private final String digest;

    private SchemaSnapshot(Builder from, int version, boolean known) {
        this.version = version;
        this.known = known;
        relations = new TreeMap<>(from.relations);
        functions = new TreeMap<>(from.functions);
        builtIn = Set.copyOf(from.builtIn);
        unknownFunctionsAreBuiltIn = from.unknownFunctionsAreBuiltIn;
        impureOperators = new TreeSet<>(from.impureOperators);
        triggersUnknown = from.triggersUnknown;
        readsUncommitted = from.readsUncommitted;
        replica = from.replica;
        digest = from.digest();
    }

    private SchemaSnapshot(SchemaSnapshot from, int version) {
        this.version = version;
        known = from.known;
        relations = from.relations;
        functions = from.functions;
        builtIn = from.builtIn;
        unknownFunctionsAreBuiltIn = from.unknownFunctionsAreBuiltIn;
        impureOperators = from.impureOperators;
        triggersUnknown = from.triggersUnknown;
        readsUncommitted = from.readsUncommitted;
        replica = from.replica;
        digest = from.digest;
    }

    /** Changes with every change of the schema that was seen; 0 of {@link #UNKNOWN}. */
    public int version() {
        return version;
    }

    public boolean isKnown() {
        return known;
    }

    /** Whether the other one says the same, whatever its version. */
    public boolean saysTheSame(SchemaSnapshot other) {
        return known == other.known && digest.equals(other.digest);
    }

    SchemaSnapshot withVersion(int newVersion) {
        return new SchemaSnapshot(this, newVersion);
    }

    /** How many names of tables and views there are. */
    public int relationCount() {
        return relations.size();
    }

    /** The name is that of a table, a view or the like. */
    public boolean hasRelation(String canonicalName) {
        return relations.containsKey(canonicalName);
    }

    /** Sessions that nobody changed read what was not committed. */
    public boolean readsUncommitted() {
        return readsUncommitted;
    }

    /** The server that was asked follows another one. */
    public boolean isReplica() {
        return replica;
    }

    /**
     * Why answers from these tables must not be kept; null if they may.
     *
     * @param tables as a text names them, canonically
     */
    public @Nullable Obstruction obstruction(TableSet tables) {
        if (!known) {
            return new Obstruction(Obstruction.Kind.SCHEMA_UNKNOWN, null);
        }
        if (tables.isEverything()) {
            return new Obstruction(Obstruction.Kind.RELATION_UNKNOWN, null);
        }
        for (String name : readBy(tables).names()) {
            Relation relation = relations.get(name);
            if (relation == null || has(relation, Trait.OTHER) || has(relation, Trait.READS_UNKNOWN)) {
                return new Obstruction(Obstruction.Kind.RELATION_UNKNOWN, name);
            }
            if (has(relation, Trait.TEMPORARY)) {
                return new Obstruction(Obstruction.Kind.TEMPORARY_TABLE, name);
            }
            if (has(relation, Trait.ROW_SECURITY)) {
                return new Obstruction(Obstruction.Kind.ROW_SECURITY, name);
            }
            if (has(relation, Trait.FOREIGN)) {
                return new Obstruction(Obstruction.Kind.FOREIGN_TABLE, name);
            }
            if (relation.impurity != null) {
                return new Obstruction(Obstruction.Kind.IMPURE_VIEW, name + ": " + relation.impurity);
            }
        }
        return readBy(tables).isEverything() ? new Obstruction(Obstruction.Kind.RELATION_UNKNOWN, null) : null;
    }

    private static boolean has(Relation relation, Trait trait) {
        return relation.traits.contains(trait);
    }

    /** These tables and all that is read with them, views and what is below them. EVERYTHING where that is not known of one. */
    public TableSet readBy(TableSet tables) {
        return closure(tables, /* writing= */ false);
    }

    /**
     * These tables and all that changes when they are changed. EVERYTHING where that is not known of one, such as of a table that was not
     * there when the catalogue was read.
     */
    public TableSet writtenBy(TableSet tables) {
        if (tables.isEmpty()) {
            return tables;
        }
        return known ? closure(tables, /* writing= */ true) : TableSet.EVERYTHING;
    }

    private TableSet closure(TableSet tables, boolean writing) {
        if (tables.isEverything()) {
            return tables;
        }
        Set<String> all = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(tables.names());
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!all.add(name)) {
                continue;
            }
            Relation relation = relations.get(name);
            if (writing) {
                if (relation == null || triggersUnknown || has(relation, Trait.WRITES_UNKNOWN)) {
                    return TableSet.EVERYTHING;
                }
                open.addAll(relation.changesToo);
            } else if (relation != null) {
                if (has(relation, Trait.READS_UNKNOWN)) {
                    return TableSet.EVERYTHING;
                }
                open.addAll(relation.readsToo);
            }
        }
        return TableSet.of(all);
    }

    /** A function of that name was made by somebody, beside one of the server's perhaps. */
    public boolean isUserFunction(String canonicalName) {
        return functions.containsKey(canonicalName);
    }

    /**
     * The tables that a call of the function changes at most: none where it reads only, EVERYTHING where that is not known.
     *
     * @param canonicalName the last part of its name, in lower case
     */
    public TableSet writtenByFunction(String canonicalName) {
        TableSet direct = functions.get(canonicalName);
        if (direct != null) {
            return writtenBy(direct);
        }
        return known && (unknownFunctionsAreBuiltIn || builtIn.contains(canonicalName))
                ? TableSet.EMPTY
                : TableSet.EVERYTHING;
    }

    /** An operator in the text whose result depends on more than its operands; null if there is none. */
    public @Nullable String impureOperatorIn(String sql) {
        for (String operator : impureOperators) {
            if (sql.contains(operator)) {
                return operator;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return known ? "version " + version + ", " + relations.size() + " relations" : "unknown";
    }

    /** Why answers from a table must not be kept. */
    public static final class Obstruction {
        /** The reasons. */
        public enum Kind {
            SCHEMA_UNKNOWN,
            RELATION_UNKNOWN,
            TEMPORARY_TABLE,
            ROW_SECURITY,
            FOREIGN_TABLE,
            /** A view's rows depend on more than its tables. */
            IMPURE_VIEW
        }

        private final Kind kind;
        private final @Nullable String reason;

        Obstruction(Kind kind, @Nullable String reason) {
            this.kind = kind;
            this.reason = reason;
        }

        public Kind kind() {
            return kind;
        }

        /** The table, and what it is about; null where that is all of them. */
        public @Nullable String reason() {
            return reason;
        }
    }

    /** Collects what a catalogue says; for one use by one thread. Names may come as the catalogue has them. */
    static final class Builder {
        private final Map<String, Relation> relations = new TreeMap<>();
        private final Map<String, TableSet> functions = new TreeMap<>();
        private final Set<String> builtIn = new TreeSet<>();
        private final Set<String> impureOperators = new TreeSet<>();
        private final StringBuilder details = new StringBuilder();
        private boolean unknownFunctionsAreBuiltIn;
        private boolean triggersUnknown;
        private boolean readsUncommitted;
        private boolean replica;

        /** A name as {@link TableSet} has it: of catalogues, which write no quotes, a dot is part of the name. */
        static String canonical(String name) {
            return name.toLowerCase(Locale.ROOT);
        }

        Builder relation(String name, Trait trait) {
            relations.computeIfAbsent(canonical(name), Relation::new).traits.add(trait);
            return this;
        }

        int relationCount() {
            return relations.size();
        }

        /** Whoever reads the one reads the other. */
        Builder reads(String name, String other) {
            of(name).readsToo.add(canonical(other));
            return this;
        }

        /** Whoever changes the one may change the other. */
        Builder changes(String name, String other) {
            of(name).changesToo.add(canonical(other));
            return this;
        }

        /** Whoever changes the table may change these. */
        Builder changes(String name, TableSet others) {
            if (others.isEverything()) {
                return relation(name, Trait.WRITES_UNKNOWN);
            }
            of(name).changesToo.addAll(others.names());
            return this;
        }

        private Relation of(String name) {
            Relation relation = relations.get(canonical(name));
            if (relation == null) {
                relation(name, Trait.OTHER);
                return Objects.requireNonNull(relations.get(canonical(name)));
            }
            return relation;
        }

        /** The rows of a view depend on more than its tables. */
        Builder impure(String view, String reason) {
            of(view).impurity = reason;
            return this;
        }

        /** A function or procedure; of one name there may be several. */
        Builder function(String name, TableSet written) {
            functions.merge(canonical(name), written, TableSet::and);
            return this;
        }

        /** Something else whose change is a change of the schema, such as the columns of a table. */
        Builder detail(String text) {
            details.append(text).append('\n');
            return this;
        }

        Builder builtIn(String function) {
            builtIn.add(canonical(function));
            return this;
        }

        Builder unknownFunctionsAreBuiltIn() {
            unknownFunctionsAreBuiltIn = true;
            return this;
        }

        Builder impureOperator(String operator) {
            impureOperators.add(operator);
            return this;
        }

        /** The catalogue does not show all triggers to whoever asked. */
        Builder triggersUnknown() {
            triggersUnknown = true;
            return this;
        }

        Builder readsUncommitted() {
            readsUncommitted = true;
            return this;
        }

        Builder replica() {
            replica = true;
            return this;
        }

        SchemaSnapshot build() {
            return new SchemaSnapshot(this, 1, /* known= */ true);
        }

        /** A hash of all that was said. */
        private String digest() {
            StringBuilder all = new StringBuilder(details);
            relations.values().forEach(relation -> relation.describe(all));
            all.append(functions).append(new TreeSet<>(builtIn)).append(impureOperators);
            all.append(unknownFunctionsAreBuiltIn)
                    .append(triggersUnknown)
                    .append(readsUncommitted)
                    .append(replica);
            try {
                byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
                return Arrays.toString(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }
    }
}
