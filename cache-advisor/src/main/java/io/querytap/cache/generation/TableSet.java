package io.querytap.cache.generation;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Tables that are read or written together, by their canonical names. Immutable, a value.
 *
 * <p>The canonical name is the last part of the name, without quotes, in lower case: which schema or database the name resolves to does
 * not matter, because tables of one name then share a generation. That drops too many entries where they differ, and never too few.
 */
public final class TableSet {
    /** No table. */
    public static final TableSet EMPTY = new TableSet(new String[0], false);

    /** Nobody knows which: every table. */
    public static final TableSet EVERYTHING = new TableSet(new String[0], true);

    private final String[] names; // sorted
    private final List<String> list; // the same, made once: hits ask for it
    private final boolean everything;

    private TableSet(String[] names, boolean everything) {
        this.names = names;
        this.list = List.of(names);
        this.everything = everything;
    }

    /** @param names canonical ones */
    public static TableSet of(Collection<String> names) {
        return names.isEmpty() ? EMPTY : new TableSet(new TreeSet<>(names).toArray(new String[0]), false);
    }

    /** The canonical name of a table as a statement names it. */
    public static String canonical(String asWritten) {
        int end = asWritten.length();
        int start = 0;
        char quote = end > 0 ? closing(asWritten.charAt(end - 1)) : 0;
        if (quote != 0) {
            int open = asWritten.lastIndexOf(quote, end - 2);
            if (open >= 0) {
                return asWritten.substring(open + 1, end - 1).toLowerCase(Locale.ROOT);
            }
        }
        int dot = asWritten.lastIndexOf('.');
        if (dot >= 0) {
            start = dot + 1;
        }
        return asWritten.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /** The character that opens what this one closes; 0 for another one. */
    private static char closing(char last) {
        return last == '"' || last == '`' ? last : last == ']' ? '[' : 0;
    }

    public TableSet and(TableSet other) {
        if (everything || other.everything) {
            return EVERYTHING;
        }
        if (other.names.length == 0) {
            return this;
        }
        if (names.length == 0) {
            return other;
        }
        TreeSet<String> both = new TreeSet<>(names());
        both.addAll(other.names());
        return new TableSet(both.toArray(new String[0]), false);
    }

    /** Canonical names in order; none of {@link #EVERYTHING}. */
    public List<String> names() {
        return list;
    }

    public boolean isEverything() {
        return everything;
    }

    public boolean isEmpty() {
        return !everything && names.length == 0;
    }

    public boolean contains(String canonicalName) {
        return everything || Arrays.binarySearch(names, canonicalName) >= 0;
    }

    public boolean overlaps(TableSet other) {
        if (isEmpty() || other.isEmpty()) {
            return false;
        }
        if (everything || other.everything) {
            return true;
        }
        for (String name : names) {
            if (other.contains(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableSet
                && everything == ((TableSet) other).everything
                && Arrays.equals(names, ((TableSet) other).names);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(names) + (everything ? 1 : 0);
    }

    @Override
    public String toString() {
        return everything ? "*" : String.join(",", names);
    }
}
