package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts repeats of a unit together that are made in one loop of the application: those whose parameters come from the same source, and
 * those with about the same count, at the same time, in a common method.
 */
final class Loops {
    /** Counts of the queries of one loop may differ so much. */
    private static final long ALIKE = 1;

    private Loops() {}

    /** Each loop with its earliest query first; the loops in the order of their beginning. */
    static List<List<Repeat>> of(List<Repeat> repeats) {
        if (repeats.size() == 1) {
            return List.of(repeats);
        }
        List<Repeat> ordered = new ArrayList<>(repeats);
        ordered.sort(Loops::byStart);
        List<List<Repeat>> loops = new ArrayList<>(ordered.size());
        for (Repeat repeat : ordered) {
            List<Repeat> loop = loopOf(repeat, loops);
            if (loop == null) {
                loop = new ArrayList<>(1);
                loops.add(loop);
            }
            loop.add(repeat);
        }
        return loops;
    }

    private static int byStart(Repeat one, Repeat other) {
        return Long.signum(one.key.firstStartNanos() - other.key.firstStartNanos());
    }

    private static @Nullable List<Repeat> loopOf(Repeat repeat, List<List<Repeat>> loops) {
        for (List<Repeat> loop : loops) {
            for (Repeat member : loop) {
                if (belongTogether(member, repeat)) {
                    return loop;
                }
            }
        }
        return null;
    }

    private static boolean belongTogether(Repeat one, Repeat other) {
        boolean sameSource = one.source == other.source
                && one.source != null
                && one.source != one.pattern()
                && one.proof != Repeat.Proof.NONE
                && other.proof != Repeat.Proof.NONE;
        return sameSource
                || Math.abs(one.count - other.count) <= ALIKE && overlap(one, other) && shareMethod(one, other);
    }

    private static boolean overlap(Repeat one, Repeat other) {
        return one.key.lastEndNanos() - other.key.firstStartNanos() > 0
                && other.key.lastEndNanos() - one.key.firstStartNanos() > 0;
    }

    /** Whether a method is on both stacks, whatever its line: the two queries of a loop stand on two lines of it. */
    private static boolean shareMethod(Repeat one, Repeat other) {
        CallSite site = one.site();
        CallSite otherSite = other.site();
        if (site == null || otherSite == null) {
            return false;
        }
        Set<String> methods = new HashSet<>();
        for (String frame : site.stack()) {
            methods.add(method(frame));
        }
        for (String frame : otherSite.stack()) {
            if (methods.contains(method(frame))) {
                return true;
            }
        }
        return false;
    }

    private static String method(String frame) {
        int bracket = frame.indexOf('(');
        return bracket < 0 ? frame : frame.substring(0, bracket);
    }
}
