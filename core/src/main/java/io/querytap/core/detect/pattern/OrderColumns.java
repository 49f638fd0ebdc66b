package io.querytap.core.detect.pattern;

import io.querytap.core.pattern.facts.ColumnUse;
import io.querytap.core.pattern.facts.SqlFacts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns by which a text orders its rows, for advice on paging. */
final class OrderColumns {
    /** Columns named; more make no advice clearer. */
    private static final int MAX_NAMED = 4;

    private OrderColumns() {}

    /** {@code created_at DESC, id}; null where the text has none. */
    static @Nullable String of(SqlFacts facts) {
        List<String> columns = new ArrayList<>();
        for (ColumnUse use : facts.columnUses()) {
            if (columns.size() == MAX_NAMED) {
                break;
            }
            if (use.kind() == ColumnUse.Kind.ORDER_ASCENDING) {
                columns.add(use.column());
            } else if (use.kind() == ColumnUse.Kind.ORDER_DESCENDING) {
                columns.add(use.column() + " DESC");
            }
        }
        return columns.isEmpty() ? null : String.join(", ", columns);
    }
}
