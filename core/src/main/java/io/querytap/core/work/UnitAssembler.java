package io.querytap.core.work;

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
        TraceContext trace = unit.trace();
        if (unit.kind() == UnitKind.TRACE && trace != null) {
            OpenTrace open = traces.computeIfAbsent(trace.traceId(), it -> new OpenTrace());
            open.add(unit, nowNanos);
            if (traces.size() > MAX_WAITING) {
                Iterator<OpenTrace> oldest = traces.values().iterator();
                complete.add(oldest.next().build());
                oldest.remove();
            }
        } else if (unit.awaitsParts() && lingering.size() < MAX_WAITING) {
            lingering.add(unit);
        } else {
            complete.add(assemble(unit));
        }
    }

    private void settle(long nowNanos, List<FinishedUnit> complete, boolean last) {
        for (Iterator<UnitOfWork> waiting = lingering.iterator(); waiting.hasNext(); ) {
            UnitOfWork unit = waiting.next();
            if (last || !unit.awaitsParts() || nowNanos - unit.endNanos() >= LINGER_NANOS) {
                waiting.remove();
                complete.add(assemble(unit));
            }
        }
        for (Iterator<OpenTrace> open = traces.values().iterator(); open.hasNext(); ) {
            OpenTrace trace = open.next();
            if (last || nowNanos - trace.lastNanos >= TRACE_QUIET_NANOS) {
                open.remove();
                complete.add(trace.build());
            }
        }
    }

    private static FinishedUnit assemble(UnitOfWork unit) {
        FinishedUnit.Builder whole = new FinishedUnit.Builder(unit);
        addParts(unit, whole);
        return whole.build();
    }

    private static void addParts(UnitOfWork unit, FinishedUnit.Builder whole) {
        for (UnitOfWork part = unit.seal(); part != null; part = part.nextPart()) {
            whole.add(part);
        }
    }

    private static final class OpenTrace {
        private FinishedUnit.@Nullable Builder whole;
        private long lastNanos;

        void add(UnitOfWork unit, long nowNanos) {
            lastNanos = nowNanos;
            if (whole == null) {
                whole = new FinishedUnit.Builder(unit);
            } else {
                whole.add(unit);
            }
            addParts(unit, whole);
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
