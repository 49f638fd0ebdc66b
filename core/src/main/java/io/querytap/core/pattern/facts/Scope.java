package io.querytap.core.pattern.facts;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names that are visible at a place of a statement: common table expressions, and the tables of FROM under their aliases.
 * Both are stacks; a query remembers their heights when it begins and takes them back when it ends.
 */
final class Scope {
    /** Bounds the look-up, which is linear. */
    static final int MAX_NAMES = 128;

    private long[] commonHashes = new long[8];

    /** The only table that the expression reads, if it is so. */
    private @Nullable String[] commonTables = new @Nullable String[8];

    private int commons;

    private long[] sourceHashes = new long[16];

    /** Null for a query or function in FROM. */
    private @Nullable String[] sourceTables = new @Nullable String[16];

    private int sources;

    /** Where the sources of the current query begin. */
    private int firstSource;

    private boolean overflown;

    void clear() {
        Arrays.fill(commonTables, 0, commons, null);
        Arrays.fill(sourceTables, 0, sources, null);
        commons = 0;
        sources = 0;
        firstSource = 0;
        overflown = false;
    }

    /** There were more names than are kept. */
    boolean isOverflown() {
        return overflown;
    }

    int commonMark() {
        return commons;
    }

    void forgetCommons(int mark) {
        commons = mark;
    }

    void addCommon(long nameHash) {
        if (commons == MAX_NAMES) {
            overflown = true;
            return;
        }
        if (commons == commonHashes.length) {
            commonHashes = Arrays.copyOf(commonHashes, commons * 2);
            commonTables = Arrays.copyOf(commonTables, commons * 2);
        }
        commonHashes[commons] = nameHash;
        commonTables[commons++] = null;
    }

    /** What the common table expression that was added last reads, if it is one table. */
    void commonTable(long nameHash, @Nullable String table) {
        for (int i = commons - 1; i >= 0; i--) {
            if (commonHashes[i] == nameHash) {
                commonTables[i] = table;
                return;
            }
        }
    }

    boolean isCommon(long nameHash) {
        return commonIndex(nameHash) >= 0;
    }

    /** The only table behind a common table expression, else null. */
    @Nullable
    String tableOfCommon(long nameHash) {
        int index = commonIndex(nameHash);
        return index < 0 ? null : commonTables[index];
    }

    private int commonIndex(long nameHash) {
        for (int i = commons - 1; i >= 0; i--) {
            if (commonHashes[i] == nameHash) {
                return i;
            }
        }
        return -1;
    }

    /** A query begins: its sources are its own. The result is to be given to {@link #endQuery}. */
    int beginQuery() {
        int outer = firstSource;
        firstSource = sources;
        return outer;
    }

    void endQuery(int outer) {
        sources = firstSource;
        firstSource = outer;
    }

    /** The next query of a set operation begins. */
    void forgetSources() {
        sources = firstSource;
    }

    int sourceCount() {
        return sources - firstSource;
    }

    void addSource(long nameHash, @Nullable String table) {
        if (sources == MAX_NAMES) {
            overflown = true;
            return;
        }
        if (sources == sourceHashes.length) {
            sourceHashes = Arrays.copyOf(sourceHashes, sources * 2);
            sourceTables = Arrays.copyOf(sourceTables, sources * 2);
        }
        sourceHashes[sources] = nameHash;
        sourceTables[sources++] = table;
    }

    /** The table behind a name or alias of this query or one around it; null where there is none, or it is no table. */
    @Nullable
    String tableOf(long nameHash) {
        for (int i = sources - 1; i >= 0; i--) {
            if (sourceHashes[i] == nameHash) {
                return sourceTables[i];
            }
        }
        return null;
    }

    /** A query around this one has something in FROM under this name that is no table. */
    boolean isOuterDerived(long nameHash) {
        for (int i = firstSource - 1; i >= 0; i--) {
            if (sourceHashes[i] == nameHash) {
                return sourceTables[i] == null;
            }
        }
        return false;
    }

    /** The query has a source of this name or alias. */
    boolean isSource(long nameHash) {
        for (int i = sources - 1; i >= firstSource; i--) {
            if (sourceHashes[i] == nameHash) {
                return true;
            }
        }
        return false;
    }

    /** The table of a column that the tokens name; null where the text does not tell. */
    @Nullable
    String tableOfColumn(Cursor c, int from, int to) {
        return to - from < 3 ? onlyTable() : tableOf(c.simpleHash(to - 3));
    }

    /** The table of a query that reads only one; null where there are more, or it is no table. */
    @Nullable
    String onlyTable() {
        return sources - firstSource == 1 && !overflown ? sourceTables[firstSource] : null;
    }
}
