package io.querytap.agent.telemetry;

import io.querytap.core.detect.Finding;
import java.time.Instant;

/** One thing that became of a finding. Immutable. */
public final class FindingEvent {
    /** What became of it. */
    enum State {
        /** It was found for the first time, or again after it was retracted. */
        RAISED("raised"),
        /** It is surer than before, or matters more. */
        RISEN("risen"),
        /** It turned out to be none. */
        RETRACTED("retracted");

        private final String id;

        State(String id) {
            this.id = id;
        }

        /** The name that telemetry writes. */
        String id() {
            return id;
        }
    }

    private final State state;
    private final Finding finding;
    private final Instant at;

    FindingEvent(State state, Finding finding, Instant at) {
        this.state = state;
        this.finding = finding;
        this.at = at;
    }

    State state() {
        return state;
    }

    Finding finding() {
        return finding;
    }

    Instant at() {
        return at;
    }
}
