package io.querytap.core.pattern.facts;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a text does, as far as the text alone says it. Holds names of the text but none of its values. Immutable.
 *
 * <p>Where {@link #parsed()} is false there may be more tables, columns and functions than are listed.
 */
public final class SqlFacts {
    /** Nothing is known. */
    public static final SqlFacts UNKNOWN = builder().build();

    private final @Nullable String summary;
    private final @Nullable String operation;
    private final boolean parsed;
    private final int statements;
    private final List<String> tablesRead;
    private final List<String> tablesWritten;
    private final List<RowLimit> rowLimits;
    private final List<ColumnUse> columnUses;
    private final List<FunctionCall> functions;
    private final Set<Obstacle> obstacles;

    private SqlFacts(Builder from) {
        summary = from.summary;
        operation = from.operation;
        parsed = from.parsed;
        statements = from.statements;
        tablesRead = List.copyOf(from.tablesRead);
        tablesWritten = List.copyOf(from.tablesWritten);
        rowLimits = List.copyOf(from.rowLimits);
        columnUses = List.copyOf(from.columnUses);
        functions = List.copyOf(from.functions);
        obstacles = from.obstacles.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(from.obstacles));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** {@code db.query.summary}: operations and targets in source order, at most 255 characters; null where nothing is known. */
    public @Nullable String summary() {
        return summary;
    }

    /** The operation of the first statement in upper case, such as {@code SELECT}; null where unknown. */
    public @Nullable String operation() {
        return operation;
    }

    /** Every part of the text was understood: the tables are exactly those listed. */
    public boolean parsed() {
        return parsed;
    }

    /** Number of statements in the text; empty ones do not count. */
    public int statements() {
        return statements;
    }

    /** Tables, views and so on that are read, as written, without those that the text itself defines; in order of appearance. */
    public List<String> tablesRead() {
        return tablesRead;
    }

    /** Tables that are changed or defined, as written; in order of appearance. */
    public List<String> tablesWritten() {
        return tablesWritten;
    }

    /** Bounds on the rows of the first statement's outermost query, in order of appearance. */
    public List<RowLimit> rowLimits() {
        return rowLimits;
    }

    /** Distinct uses of columns in conditions and orders, in order of appearance. */
    public List<ColumnUse> columnUses() {
        return columnUses;
    }

    /** Distinct functions called, in order of appearance. */
    public List<FunctionCall> functions() {
        return functions;
    }

    /** What forbids to keep the result of this text; functions are judged apart, by {@link Cacheability}. */
    public Set<Obstacle> obstacles() {
        return obstacles;
    }

    /** The statement takes locks on the rows that it reads. */
    public boolean isLocking() {
        return obstacles.contains(Obstacle.LOCKING);
    }

    /** Collects facts; for one use by one thread. Lists are copied when it is built. */
    public static final class Builder {
        private @Nullable String summary;
        private @Nullable String operation;
        private boolean parsed;
        private int statements;
        private List<String> tablesRead = List.of();
        private List<String> tablesWritten = List.of();
        private List<RowLimit> rowLimits = List.of();
        private List<ColumnUse> columnUses = List.of();
        private List<FunctionCall> functions = List.of();
        private Set<Obstacle> obstacles = Set.of();

        private Builder() {}

        public Builder summary(@Nullable String value) {
            summary = value;
            return this;
        }

        public Builder operation(@Nullable String value) {
            operation = value;
            return this;
        }

        public Builder parsed(boolean value) {
            parsed = value;
            return this;
        }

        public Builder statements(int value) {
            statements = value;
            return this;
        }

        public Builder tablesRead(List<String> value) {
            tablesRead = Objects.requireNonNull(value, "tablesRead");
            return this;
        }

        public Builder tablesWritten(List<String> value) {
            tablesWritten = Objects.requireNonNull(value, "tablesWritten");
            return this;
        }

        public Builder rowLimits(List<RowLimit> value) {
            rowLimits = Objects.requireNonNull(value, "rowLimits");
            return this;
        }

        public Builder columnUses(List<ColumnUse> value) {
            columnUses = Objects.requireNonNull(value, "columnUses");
            return this;
        }

        public Builder functions(List<FunctionCall> value) {
            functions = Objects.requireNonNull(value, "functions");
            return this;
        }

        public Builder obstacles(Set<Obstacle> value) {
            obstacles = Objects.requireNonNull(value, "obstacles");
            return this;
        }

        public SqlFacts build() {
            return new SqlFacts(this);
        }
    }
}
