package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.PatternHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the readers find.
 *
 * <p>The summary follows OpenTelemetry's {@code db.query.summary}: operations and targets in the order and spelling of the text,
 * {@code "; "} between statements, cut at a whole token.
 */
final class FactsCollector {
    /** OpenTelemetry's limit. */
    static final int MAX_SUMMARY = 255;

    /** More than anybody reads in a report; past it the text counts as not parsed. Also bounds look-ups, which are linear. */
    private static final int MAX_TABLES = 256;

    /** Past it further functions are left out and the text counts as not parsed. */
    private static final int MAX_FUNCTIONS = 128;

    /** Past it further uses are left out: they only lead to advice. */
    private static final int MAX_COLUMN_USES = 128;

    private static final int MAX_ROW_LIMITS = 8;

    private final StringBuilder summary = new StringBuilder(MAX_SUMMARY);
    private boolean summaryFull;
    private boolean statementBoundary;
    private @Nullable String operation;
    private boolean operationDecided;
    private boolean unparsed;
    private int statements;
    private final Tables read = new Tables();
    private final Tables written = new Tables();
    private final List<RowLimit> rowLimits = new ArrayList<>();
    private final List<ColumnUse> columnUses = new ArrayList<>();
    private final List<FunctionCall> functions = new ArrayList<>();
    private final Set<Obstacle> obstacles = EnumSet.noneOf(Obstacle.class);

    void clear() {
        summary.setLength(0);
        summaryFull = false;
        statementBoundary = false;
        operation = null;
        operationDecided = false;
        unparsed = false;
        statements = 0;
        read.clear();
        written.clear();
        rowLimits.clear();
        columnUses.clear();
        functions.clear();
        obstacles.clear();
    }

    SqlFacts facts() {
        if (unparsed) {
            obstacles.add(Obstacle.NOT_PARSED);
        }
        if (statements == 0) {
            obstacles.add(Obstacle.NO_STATEMENT);
        }
        return SqlFacts.builder()
                .summary(summary.length() == 0 ? null : summary.toString())
                .operation(operation)
                .parsed(!unparsed)
                .statements(statements)
                .tablesRead(read.names)
                .tablesWritten(written.names)
                .rowLimits(rowLimits)
                .columnUses(columnUses)
                .functions(functions)
                .obstacles(obstacles)
                .build();
    }

    /** A statement begins. */
    void statement() {
        statements++;
        if (statements > 1) {
            operationDecided = true;
            statementBoundary = summary.length() > 0;
            obstacles.add(Obstacle.SEVERAL_STATEMENTS);
        }
    }

    /** Only the first statement says what the rows of the result are. */
    boolean inFirstStatement() {
        return statements == 1;
    }

    /** The first operation counts. */
    void operation(@Nullable Keyword keyword) {
        if (!operationDecided) {
            operationDecided = true;
            operation = keyword == null ? null : keyword.name();
        }
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

    void summarize(String name) {
        summarize(name, 0, name.length());
    }

    void reads(String table) {
        read.add(table);
    }

    void writes(String table) {
        written.add(table);
    }

    /** A table among those of a list turns out to be a target of the statement. */
    void writesInsteadOfReads(String table, int firstRead, int endRead) {
        read.remove(table, firstRead, endRead);
        written.add(table);
    }

    int readCount() {
        return read.names.size();
    }

    /** The only table that was read since then, else null. */
    @Nullable
    String onlyReadSince(int count) {
        return read.names.size() == count + 1 ? read.names.get(count) : null;
    }

    /** Not every part of the text was understood, so there may be more tables. */
    void unparsed() {
        unparsed = true;
    }

    void obstacle(Obstacle obstacle) {
        obstacles.add(obstacle);
    }

    void rowLimit(RowLimit limit) {
        if (rowLimits.size() < MAX_ROW_LIMITS) {
            rowLimits.add(limit);
        }
    }

    void function(FunctionCall function) {
        if (functions.contains(function)) {
            return;
        }
        if (functions.size() == MAX_FUNCTIONS) {
            unparsed = true;
        } else {
            functions.add(function);
        }
    }

    int columnUseCount() {
        return columnUses.size();
    }

    void columnUse(ColumnUse use) {
        if (columnUses.size() < MAX_COLUMN_USES && !columnUses.contains(use)) {
            columnUses.add(use);
        }
    }

    /** Takes back uses that turned out to be alternatives. */
    void forgetColumnUses(int count) {
        while (columnUses.size() > count) {
            columnUses.remove(columnUses.size() - 1);
        }
    }

    /** Distinct names in order of appearance; compared without regard to the case of ASCII letters. */
    private final class Tables {
        private final List<String> names = new ArrayList<>();
        private long[] hashes = new long[8];

        void clear() {
            names.clear();
        }

        void remove(String table, int from, int to) {
            for (int i = from; i < Math.min(to, names.size()); i++) {
                if (names.get(i).equals(table)) {
                    names.remove(i);
                    System.arraycopy(hashes, i + 1, hashes, i, names.size() - i);
                    return;
                }
            }
        }

        void add(String table) {
            long hash = PatternHash.folded(table, 0, table.length());
            int size = names.size();
            for (int i = 0; i < size; i++) {
                if (hashes[i] == hash) {
                    return;
                }
            }
            if (size == MAX_TABLES) {
                unparsed = true;
                return;
            }
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size * 2);
            }
            hashes[size] = hash;
            names.add(table);
        }
    }
}
