package io.querytap.core.detect.watch;

import io.querytap.core.stats.PatternStats;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was told so far of one kind, by cause. Bounded; past the bound new causes are not told. For one thread. */
final class Causes {
    /** As many as findings are kept. */
    static final int MAX_CAUSES = 500;

    private final Map<String, Told> told = new HashMap<>();

    /**
     * The cause of what a transaction shows: the work that it belongs to, by name where the name says something, else by its last
     * statement.
     *
     * @param perStatement whether each statement of one work is a cause of its own
     * @return null past the bound
     */
    @Nullable
    Told of(OpenTransaction transaction, boolean perStatement) {
        PatternStats last = transaction.last();
        String statement = last == null ? "" : last.pattern().hexId();
        String key = transaction.connection().database() + "\n" + transaction.unitName() + '\n'
                + (perStatement || !transaction.isNamed() ? statement : "");
        Told known = told.get(key);
        if (known == null && told.size() < MAX_CAUSES) {
            known = new Told(transaction.unitName(), last);
            told.put(key, known);
        }
        return known;
    }
}
