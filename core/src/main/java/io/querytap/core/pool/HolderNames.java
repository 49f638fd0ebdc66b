package io.querytap.core.pool;

import io.querytap.core.callsite.CallSite;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for those who borrow from a pool, each told by unit of work and line of code. Where a lease's line was not looked at, and all
 * others of its unit that were come from one line, that line is taken. Bounded, thread-safe.
 */
public final class HolderNames {
    /** Number of whom nothing is known, or whom there was no room for. */
    public static final int UNKNOWN = 0;

    /** Borrowers told apart. */
    private static final int MAX_NAMES = 1_000;

    private final ConcurrentHashMap<String, OfUnit> byUnit = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Name> names = new CopyOnWriteArrayList<>();

    HolderNames() {
        names.add(new Name(/* unit= */ null, /* site= */ null));
    }

    /** The number of whoever uses a connection now. */
    public int idOf(LeaseWork work) {
        return idOf(work.unitName(), work.acquiredAt());
    }

    /** The number of a borrower; null for what is not known. */
    int idOf(@Nullable String unit, @Nullable CallSite site) {
        OfUnit of = ofUnit(unit == null ? "" : unit);
        if (of == null) {
            return UNKNOWN;
        }
        return site == null ? of.withoutSite : of.idOf(site);
    }

    private @Nullable OfUnit ofUnit(String unit) {
        OfUnit known = byUnit.get(unit);
        if (known == null && names.size() < MAX_NAMES) {
            known = byUnit.computeIfAbsent(unit, it -> new OfUnit(it.isEmpty() ? null : it));
        }
        return known;
    }

    private int add(Name name) {
        synchronized (names) {
            names.add(name);
            return names.size() - 1;
        }
    }

    /** Who has that number. */
    public Name of(int id) {
        Name name = names.get(id);
        if (name.site == null && name.unit != null) {
            OfUnit of = byUnit.get(name.unit);
            CallSite only = of == null || of.hasSeveral ? null : of.onlySite;
            return only == null ? name : new Name(name.unit, only);
        }
        return name;
    }

    /** Those of one unit of work. */
    private final class OfUnit {
        private final @Nullable String unit;
        private final int withoutSite;
        private final ConcurrentHashMap<String, Integer> bySite = new ConcurrentHashMap<>();
        private volatile @Nullable CallSite onlySite;
        private volatile boolean hasSeveral;

        OfUnit(@Nullable String unit) {
            this.unit = unit;
            this.withoutSite = add(new Name(unit, /* site= */ null));
        }

        int idOf(CallSite site) {
            String line = String.valueOf(site.site());
            Integer known = bySite.get(line);
            if (known == null) {
                if (names.size() >= MAX_NAMES) {
                    hasSeveral = true;
                    return withoutSite;
                }
                known = bySite.computeIfAbsent(line, it -> add(new Name(unit, site)));
                if (onlySite == null) {
                    onlySite = site;
                } else {
                    hasSeveral |= bySite.size() > 1;
                }
            }
            return known;
        }
    }

    /** A borrower. A value: the same if unit of work and line are. */
    public static final class Name {
        private final @Nullable String unit;
        private final @Nullable CallSite site;

        Name(@Nullable String unit, @Nullable CallSite site) {
            this.unit = unit;
            this.site = site;
        }

        /** Name of the unit of work; null where there was none. */
        public @Nullable String unit() {
            return unit;
        }

        /** {@code class.method(file:line)} where it borrows; null if not known. */
        public @Nullable String site() {
            return site == null ? null : site.site();
        }

        /** Frames of the application, {@link #site} first. */
        public List<String> stack() {
            return site == null ? List.of() : site.stack();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name
                    && Objects.equals(unit, ((Name) other).unit)
                    && Objects.equals(site(), ((Name) other).site());
        }

        @Override
        public int hashCode() {
            return Objects.hash(unit, site());
        }

        @Override
        public String toString() {
            return unit + " at " + site();
        }
    }
}
