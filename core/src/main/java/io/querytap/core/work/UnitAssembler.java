package io.querytap.core.work;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts units together before anybody judges them: waits a little for tasks that a unit submitted and that end after it, and joins
 * the pieces of one trace. For the control plane's thread alone; bounded.
 */
public final class UnitAssembler {
    /** How long the parts of an ended unit are waited for: its own thread often goes on before the hook behind a task's end has run. */
    static final long LINGER_NANOS = 1_000_000_000L;

    /** Quiet after which a trace is taken to be over. */
    static final long TRACE_QUIET_NANOS = 2_000_000_000L;

    /** Age at which a trace is told although it goes on. */
    static final long TRACE_AGE_NANOS = 60_000_000_000L;

    /** Units that are waited for, and traces that are open. */
    static final int MAX_WAITING = 1_024;

    /** Units taken from the queue in one go. */
    private static final int MAX_UNITS = 4_096;

    private final UnitQueue queue;
    private final Deque<UnitOfWork> lingering = new ArrayDeque<>();
    private final Map<String, OpenTrace> traces = new LinkedHashMap<>();

    public UnitAssembler(UnitQueue queue) {
        this.queue = queue;
    }

    /**
     * The units that are complete by now; waits up to the timeout for the first.
     *
     * @param timeoutNanos 0: does not wait
     */
    public List<FinishedUnit> next(long timeoutNanos) throws InterruptedException {
        List<FinishedUnit> complete = new ArrayList<>();
        UnitOfWork unit = queue.poll(timeoutNanos);
        long now = System.nanoTime();
        for (int taken = 0; unit != null && taken < MAX_UNITS; taken++) {
            accept(unit, now, complete);
            unit = queue.poll(0);
        }
        settle(now, complete, /* last= */ false);
        return complete;
    }

    /** Everything that is there, complete or not; when the JVM ends. */
    public List<FinishedUnit> rest() {
        List<FinishedUnit> complete = new ArrayList<>();
        try {
            complete.addAll(next(0));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        settle(System.nanoTime(), complete, /* last= */ true);
        return complete;
    }

    private void accept(UnitOfWork unit, long nowNanos, List<FinishedUnit> complete) {
        if (awaitsParts(unit) && lingering.size() < MAX_WAITING) {
            lingering.add(unit);
        } else {
            complete(unit, nowNanos, complete);
        }
    }

    private static boolean awaitsParts(UnitOfWork unit) {
        Parts parts = unit.parts();
        return parts != null && parts.isAwaited();
    }

    private void complete(UnitOfWork unit, long nowNanos, List<FinishedUnit> complete) {
        try {
            TraceContext trace = unit.trace();
            if (unit.kind() == UnitKind.TRACE && trace != null) {
                addToTrace(trace, unit, nowNanos, complete);
            } else {
                FinishedUnit whole = assemble(unit);
                if (whole != null) {
                    complete.add(whole);
                }
            }
        } catch (RuntimeException torn) {
            // Its thread was at work in it when another one closed its connection: what it says can't be trusted.
            Diagnostics.sayOnce(
                    "units torn",
                    "a unit of work is left out of findings because two threads used its connection at once");
        }
    }

    private void addToTrace(TraceContext trace, UnitOfWork unit, long nowNanos, List<FinishedUnit> complete) {
        OpenTrace open = traces.computeIfAbsent(trace.traceId(), it -> new OpenTrace(nowNanos));
        open.add(unit, nowNanos);
        if (traces.size() > MAX_WAITING) {
            Iterator<OpenTrace> oldest = traces.values().iterator();
            complete.add(oldest.next().build());
            oldest.remove();
        }
    }

    private void settle(long nowNanos, List<FinishedUnit> complete, boolean last) {
        for (Iterator<UnitOfWork> waiting = lingering.iterator(); waiting.hasNext(); ) {
            UnitOfWork unit = waiting.next();
            if (last || !awaitsParts(unit) || nowNanos - unit.endNanos() >= LINGER_NANOS) {
                waiting.remove();
                complete(unit, nowNanos, complete);
            }
        }
        for (Iterator<OpenTrace> open = traces.values().iterator(); open.hasNext(); ) {
            OpenTrace trace = open.next();
            if (last
                    || nowNanos - trace.lastNanos >= TRACE_QUIET_NANOS
                    || nowNanos - trace.firstNanos >= TRACE_AGE_NANOS) {
                open.remove();
                complete.add(trace.build());
            }
        }
    }

    /** Null if nobody wants the unit now that all of it is known. */
    private static @Nullable FinishedUnit assemble(UnitOfWork unit) {
        UnitOfWork followed = seal(unit);
        if (followed == null && !unit.isWanted()) {
            return null;
        }
        FinishedUnit.Builder whole = new FinishedUnit.Builder(unit);
        addAll(followed, whole);
        return whole.build();
    }

    private static void addAll(@Nullable UnitOfWork parts, FinishedUnit.Builder whole) {
        for (UnitOfWork part = parts; part != null; part = part.nextPart()) {
            whole.add(part);
        }
    }

    /** Adds what the tasks of a unit did that have ended by now; returns, linked, those whose values were followed. */
    private static @Nullable UnitOfWork seal(UnitOfWork unit) {
        Parts parts = unit.parts();
        UnitOfWork followed = null;
        UnitOfWork part = parts == null ? null : parts.seal();
        while (part != null) {
            UnitOfWork next = part.nextPart();
            unit.traffic().countPart(unit.name(), part);
            if (part.isFollowed()) {
                part.nextPart(followed);
                followed = part;
            } else {
                unit.absorb(part);
            }
            part = next;
        }
        return followed;
    }

    /** What is left of a unit that there is no room for. */
    static void countParts(UnitOfWork unit) {
        seal(unit);
    }

    private static final class OpenTrace {
        private FinishedUnit.@Nullable Builder whole;
        private final long firstNanos;
        private long lastNanos;

        OpenTrace(long nowNanos) {
            firstNanos = nowNanos;
        }

        void add(UnitOfWork unit, long nowNanos) {
            lastNanos = nowNanos;
            UnitOfWork followed = seal(unit);
            if (whole == null) {
                whole = new FinishedUnit.Builder(unit);
            } else {
                whole.add(unit);
            }
            addAll(followed, whole);
        }

        FinishedUnit build() {
            FinishedUnit.Builder pieces = whole;
            if (pieces == null) {
                throw new IllegalStateException("a trace without a unit");
            }
            return pieces.build();
        }
    }
}
