package io.querytap.cache.schema;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one name stands for in a database: all tables and views of that name in whichever schema together, as {@code TableSet} has them.
 * Changed while the snapshot is built, then no more.
 */
final class Relation {
    /** What there is to say of at least one relation of the name. */
    enum Trait {
        TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        /** The rows are elsewhere. */
        FOREIGN,
        /** No relation with rows of its own: a sequence, a type, what the reader does not know. */
        OTHER,
        /** Who asks decides which rows there are. */
        ROW_SECURITY,
        /** Each session has its own rows. */
        TEMPORARY,
        /** Which tables a view reads is not known. */
        READS_UNKNOWN,
        /** Which tables change with this one is not known. */
        WRITES_UNKNOWN
    }

    final String name;
    final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    /** Names of what is read with this one: tables of a view, partitions, tables that inherit. */
    final Set<String> readsToo = new TreeSet<>();

    /** Names of what is changed with this one: by cascades, triggers, partitions; of a view what is below it. */
    final Set<String> changesToo = new TreeSet<>();

    /** Why a view's rows depend on more than its tables; null if they don't. */
    @Nullable
    String impurity;

    Relation(String name) {
        this.name = name;
    }

    void describe(StringBuilder to) {
        to.append(name)
                .append(traits)
                .append(readsToo)
                .append(changesToo)
                .append(impurity)
                .append('\n');
    }
}
