package io.querytap.core.detect.pool;

import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.blame.Laid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much waiting is laid to one borrower, in all its states. For one thread. */
final class Blamed {
    private static final HolderState[] STATES = HolderState.values();

    private final HolderNames.Name name;
    private final double[] nanosByState = new double[STATES.length];

    private Blamed(HolderNames.Name name) {
        this.name = name;
    }

    /** All to whom any is laid, those with the most first. */
    static List<Blamed> of(Laid laid, HolderNames names) {
        Map<HolderNames.Name, Blamed> byName = new LinkedHashMap<>();
        laid.forEachHolder((holder, nanos) -> {
            Blamed blamed = byName.computeIfAbsent(names.of(holder), Blamed::new);
            for (int state = 0; state < STATES.length; state++) {
                blamed.nanosByState[state] += nanos[state];
            }
        });
        List<Blamed> all = new ArrayList<>(byName.values());
        all.sort(Comparator.comparingDouble(Blamed::nanos).reversed());
        return all;
    }

    HolderNames.Name name() {
        return name;
    }

    double nanos() {
        double sum = 0;
        for (double nanos : nanosByState) {
            sum += nanos;
        }
        return sum;
    }

    /** Which share of that it was idle. */
    double idleShare() {
        double idle = 0;
        for (HolderState state : STATES) {
            idle += state.isIdle() ? nanosByState[state.ordinal()] : 0;
        }
        double all = nanos();
        return all == 0 ? 0 : idle / all;
    }

    /** The state that most of it was waited for. */
    HolderState state() {
        HolderState most = STATES[0];
        for (HolderState state : STATES) {
            most = nanosByState[state.ordinal()] > nanosByState[most.ordinal()] ? state : most;
        }
        return most;
    }

    /** Who it is, in a sentence; a unit of work that is nothing but the lease says less than the line that borrows. */
    String who() {
        String unit = name.unit();
        String site = name.site();
        if (unit != null && (site == null || !isLeaseItself(unit))) {
            return unit;
        }
        return site == null ? "somebody who is not known" : "the borrower at " + site;
    }

    private static boolean isLeaseItself(@Nullable String unit) {
        return unit != null && (unit.startsWith("lease of ") || unit.startsWith("connection to "));
    }
}
