package io.querytap.agent.telemetry;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.FindingListener;
import io.querytap.core.diagnostic.Diagnostics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What became of findings, kept until the export takes it: a finding may be raised before the export has started. Tells of a change
 * only if the finding is surer or matters more than before, not of each new figure. Thread-safe, waits for nobody.
 */
public final class FindingEvents implements FindingListener {
    /** Twice the findings that are kept; taken twice a second. */
    static final int MAX_WAITING = 1_000;

    private final BlockingQueue<FindingEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    @Override
    public void raised(Finding finding) {
        add(FindingEvent.State.RAISED, finding);
    }

    @Override
    public void changed(Finding before, Finding after) {
        if (after.confidence().compareTo(before.confidence()) > 0
                || after.severity().compareTo(before.severity()) > 0) {
            add(FindingEvent.State.RISEN, after);
        }
    }

    @Override
    public void retracted(Finding finding) {
        add(FindingEvent.State.RETRACTED, finding);
    }

    private void add(FindingEvent.State state, Finding finding) {
        if (!waiting.offer(new FindingEvent(state, finding, Instant.now()))) {
            Diagnostics.dropped("a log event of a finding");
        }
    }

    /** Everything since the last call, in order. */
    public List<FindingEvent> take() {
        List<FindingEvent> taken = new ArrayList<>();
        waiting.drainTo(taken);
        return taken;
    }
}
