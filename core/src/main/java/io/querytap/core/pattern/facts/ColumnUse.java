package io.querytap.core.pattern.facts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a statement uses a column other than to show it; what an index would be made from. Immutable. */
public final class ColumnUse {
    public enum Kind {
        /** Compared with a value by {@code =}, {@code <=>}, IN, IS NULL. */
        EQUALITY,
        /** Compared with a value by {@code < <= > >=}, BETWEEN, LIKE. */
        RANGE,
        /** Compared by {@code =} with a column of another table. */
        JOIN,
        ORDER_ASCENDING,
        ORDER_DESCENDING
    }

    private final @Nullable String table;
    private final String column;
    private final Kind kind;

    public ColumnUse(@Nullable String table, String column, Kind kind) {
        this.table = table;
        this.column = Objects.requireNonNull(column, "column");
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** The table as written where it was named, not its alias; null where the text alone does not tell, as with several tables. */
    public @Nullable String table() {
        return table;
    }

    /** The column as written, without its table. */
    public String column() {
        return column;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ColumnUse)) {
            return false;
        }
        ColumnUse that = (ColumnUse) other;
        return kind == that.kind && column.equals(that.column) && Objects.equals(table, that.table);
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, column, kind);
    }

    @Override
    public String toString() {
        return (table == null ? "?" : table) + '.' + column + ' ' + kind;
    }
}
