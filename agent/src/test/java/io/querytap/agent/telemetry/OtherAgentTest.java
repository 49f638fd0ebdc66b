package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherAgentTest {
    private static final List<String> EVENTS = new ArrayList<>();

    /** Packaging rewrites every constant that begins like the library's package, and with it would turn these into our own copy. */
    @Test
    void namesOfTheSwitch_areNoConstants() throws IOException {
        assertThat(OtherAgent.SWITCHES)
                .containsExactly(
                        "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.impl.InstrumentationUtil",
                        "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.internal.InstrumentationUtil");
        try (InputStream type = OtherAgent.class.getResourceAsStream("OtherAgent.class")) {
            assertThat(new String(type.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("io.opentelemetry", "io/opentelemetry");
        }
    }

    @Test
    void withoutAnotherAgent_theTaskJustRuns() {
        EVENTS.clear();

        new OtherAgent().unseen(() -> EVENTS.add("task")).run();

        assertThat(EVENTS).containsExactly("task");
    }

    @Test
    void withAnotherAgent_theTaskRunsInsideItsSwitch() {
        EVENTS.clear();
        OtherAgent agent =
                new OtherAgent(getClass().getClassLoader(), List.of("no.such.Switch", WorkingSwitch.class.getName()));

        agent.unseen(() -> EVENTS.add("task")).run();

        assertThat(EVENTS).containsExactly("off", "task", "on");
    }

    @Test
    void switchThatFails_leavesTheTaskRunOnce() {
        EVENTS.clear();
        ClassLoader loader = getClass().getClassLoader();

        new OtherAgent(loader, List.of(FailingBefore.class.getName()))
                .unseen(() -> EVENTS.add("before"))
                .run();
        new OtherAgent(loader, List.of(FailingAfter.class.getName()))
                .unseen(() -> EVENTS.add("after"))
                .run();

        assertThat(EVENTS).containsExactly("before", "after");
    }

    /** Looks like the other agent's class. */
    public static final class WorkingSwitch {
        public static void suppressInstrumentation(Runnable task) {
            EVENTS.add("off");
            task.run();
            EVENTS.add("on");
        }
    }

    public static final class FailingBefore {
        public static void suppressInstrumentation(Runnable task) {
            throw new IllegalStateException();
        }
    }

    public static final class FailingAfter {
        public static void suppressInstrumentation(Runnable task) {
            task.run();
            throw new IllegalStateException();
        }
    }
}
