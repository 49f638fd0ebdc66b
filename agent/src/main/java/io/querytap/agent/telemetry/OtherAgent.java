package io.querytap.agent.telemetry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the OpenTelemetry agent, where it runs beside us, from recording our exports as calls of the application: runs them
 * inside its own switch for that. Its classes have names of their own on the boot class path; ours, a different copy, would not
 * be heard. Thread-safe.
 */
final class OtherAgent {
    /** Looked for again that often: the other agent may be attached after ours. */
    private static final int MAX_LOOKUPS = 20;

    /**
     * The class by its names since 1.63 and before. Put together at run time: packaging renames our copy of the library and
     * with it every constant that looks like one of its names.
     */
    static final List<String> SWITCHES = List.of(switchIn("impl"), switchIn("internal"));

    private final @Nullable ClassLoader loader;
    private final List<String> switches;
    private volatile @Nullable MethodHandle suppress;
    private volatile int lookups;

    OtherAgent() {
        this(/* loader= */ null, SWITCHES);
    }

    /** @param loader where the other agent's classes are; null: the boot class path */
    OtherAgent(@Nullable ClassLoader loader, List<String> switches) {
        this.loader = loader;
        this.switches = switches;
    }

    private static String switchIn(String packageName) {
        String library = String.join(".", "io", "opentelemetry");
        return String.join(
                ".", library, "javaagent", "shaded", library, "api", packageName, "Instrumentation" + "Util");
    }

    /** The task, to be run unseen by the other agent, if there is one. */
    Runnable unseen(Runnable task) {
        return () -> {
            MethodHandle found = find();
            if (found == null) {
                task.run();
                return;
            }
            Once once = new Once(task);
            try {
                found.invoke((Runnable) once);
            } catch (Throwable refused) { // then the export is recorded; better than not sent
                once.run();
            }
        };
    }

    private @Nullable MethodHandle find() {
        MethodHandle known = suppress;
        if (known == null && lookups < MAX_LOOKUPS) {
            lookups = lookups + 1; // a lost update only means one more look
            known = lookUp();
            suppress = known;
        }
        return known;
    }

    private @Nullable MethodHandle lookUp() {
        for (String name : switches) {
            try {
                Class<?> type = Class.forName(name, /* initialize= */ true, loader);
                return MethodHandles.publicLookup()
                        .findStatic(type, "suppressInstrumentation", MethodType.methodType(void.class, Runnable.class));
            } catch (ReflectiveOperationException | LinkageError absent) {
                // the other name, or no such agent
            }
        }
        return null;
    }

    private static final class Once implements Runnable {
        private final Runnable task;
        private boolean ran;

        Once(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!ran) {
                ran = true;
                task.run();
            }
        }
    }
}
