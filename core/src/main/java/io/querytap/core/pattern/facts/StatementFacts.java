package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the {@link ClauseAutomaton} finds: operation, summary and tables, and the names of common table expressions,
 * which look like tables.
 *
 * <p>The summary follows OpenTelemetry's {@code db.query.summary}: operations and targets in the order and spelling of the text,
 * {@code "; "} between statements, cut at a whole token.
 */
final class StatementFacts {
    /** OpenTelemetry's limit. */
    static final int MAX_SUMMARY = 255;

    /** More tables than anybody reads in a report; past it the tables count as unknown. */
    private static final int MAX_TABLES = 64;

    /** Bounds the look-up, which is linear; past it the tables count as unknown. */
    private static final int MAX_CTES = 64;

    private final StringBuilder summary = new StringBuilder(48);
    private boolean summaryFull;
    private boolean statementBoundary;
    private @Nullable String operation;
    private boolean operationDecided;
    private boolean tablesUnknown;
    private final Tables read = new Tables();
    private final Tables written = new Tables();
    private long[] ctes = new long[4];
    private int cteCount;

    /** The first operation counts. */
    void operation(@Nullable Keyword keyword) {
        if (!operationDecided) {
            operationDecided = true;
            operation = keyword == null ? null : keyword.name();
        }
    }

    void statementEnds() {
        operationDecided |= summary.length() > 0 || operation != null;
        statementBoundary = true;
        cteCount = 0;
    }

    void summarize(CharSequence text, int start, int end) {
        int separator = summary.length() == 0 ? 0 : statementBoundary ? 2 : 1;
        summaryFull |= summary.length() + separator + end - start > MAX_SUMMARY;
        if (summaryFull) {
            return;
        }
        if (separator == 2) {
            summary.append(';');
        }
        if (separator > 0) {
            summary.append(' ');
        }
        summary.append(text, start, end);
        statementBoundary = false;
    }

    void reads(String table) {
        read.add(table);
    }

    void writes(String table) {
        written.add(table);
    }

    /** A table of FROM is known under this name or alias: a target of the same name is that table. */
    void resolveTarget(long aliasHash, String table) {
        written.replace(aliasHash, table);
    }

    /** The clause automaton is not sure, so no tables are named at all. */
    void tablesUnknown() {
        tablesUnknown = true;
    }

    int cteCount() {
        return cteCount;
    }

    void addCte(long nameHash) {
        if (cteCount == MAX_CTES) {
            tablesUnknown = true;
            return;
        }
        if (cteCount == ctes.length) {
            ctes = Arrays.copyOf(ctes, cteCount * 2);
        }
        ctes[cteCount++] = nameHash;
    }

    /** Forgets those of a bracket that was closed. */
    void truncateCtes(int count) {
        cteCount = Math.min(cteCount, count);
    }

    boolean isCte(long nameHash) {
        for (int i = 0; i < cteCount; i++) {
            if (ctes[i] == nameHash) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    String operation() {
        return operation;
    }

    @Nullable
    String summary() {
        return summary.length() == 0 ? null : summary.toString();
    }

    List<String> tablesRead() {
        return tablesUnknown || read.overflown ? List.of() : read.names;
    }

    List<String> tablesWritten() {
        return tablesUnknown || written.overflown ? List.of() : written.names;
    }

    /** Distinct names in order of appearance; compared without regard to the case of ASCII letters. */
    private static final class Tables {
        private List<String> names = List.of();
        private boolean overflown;

        void add(String table) {
            if (indexOf(table) >= 0) {
                return;
            }
            if (names.size() == MAX_TABLES) {
                overflown = true;
                return;
            }
            if (names.isEmpty()) {
                names = new ArrayList<>(4);
            }
            names.add(table);
        }

        void replace(long nameHash, String table) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                if (QualifiedName.simpleHash(name, 0, name.length()) == nameHash) {
                    names.set(i, table);
                }
            }
        }

        private int indexOf(String table) {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equalsIgnoreCase(table)) {
                    return i;
                }
            }
            return -1;
        }
    }
}
