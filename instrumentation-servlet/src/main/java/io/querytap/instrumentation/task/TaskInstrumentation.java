package io.querytap.instrumentation.task;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.work.Units;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the JDK's executors, futures and virtual threads, which are loaded already: bodies of methods change, no shape does. To be
 * called on a thread of the agent's own, once the hooks are defined: the JVM stops all threads for a moment to exchange the classes.
 * Stays registered, for another agent that has these classes transformed anew must not undo it. Never throws.
 */
public final class TaskInstrumentation implements ClassFileTransformer {
    private final Units units;
    private final Set<String> woven = ConcurrentHashMap.newKeySet();

    private TaskInstrumentation(Units units) {
        this.units = units;
    }

    /** Weaves, and lets a virtual thread be a unit if it will be told when that ends. */
    public static void weave(Instrumentation instrumentation, Tasks carrier, Units units) {
        try {
            warmUp(carrier);
            new TaskInstrumentation(units).weave(instrumentation);
        } catch (Throwable failure) {
            Diagnostics.failed("weaving executors", failure);
        }
    }

    /** Loads what the hooks need here, not at a moment when the JVM starts or wakes a thread. */
    private static void warmUp(Tasks carrier) {
        Object task = new Object();
        carrier.submitted(task);
        carrier.taskBegins(task);
        carrier.stepBegins(task);
        carrier.taskEnds();
        carrier.taskEnds();
        carrier.rejected(task);
    }

    private void weave(Instrumentation instrumentation) throws UnmodifiableClassException {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : TaskClass.byName().keySet()) {
            Class<?> type = find(name);
            if (type != null && instrumentation.isModifiableClass(type)) {
                classes.add(type);
            }
        }
        if (!classes.contains(find(TaskClass.THREAD_PER_TASK))) {
            classes.removeIf(it -> TaskClass.isStep(it.getName())); // always run by a pool then
        }
        instrumentation.addTransformer(this, /* canRetransform= */ true);
        instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
        if (woven.contains(TaskClass.VIRTUAL_THREAD)) {
            units.virtualThreadsEnd();
        }
    }

    /** Null where this version of Java has no such class. */
    private static @Nullable Class<?> find(String name) {
        try {
            return Class.forName(name, /* initialize= */ false, /* loader= */ null);
        } catch (ClassNotFoundException otherVersion) {
            return null;
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain protectionDomain,
            byte[] classFile) {
        if (loader != null || classBeingRedefined == null) {
            return null; // every class that the application loads comes by here
        }
        TaskClass type = TaskClass.byName().get(classBeingRedefined.getName());
        if (type == null) {
            return null;
        }
        try {
            byte[] result = Splicer.apply(type, classFile);
            if (result == null) {
                Diagnostics.sayOnce(
                        "tasks of " + type.name(),
                        "this JVM's " + type.name()
                                + " is not as expected; work that it carries to other threads stands alone");
            } else {
                woven.add(type.name());
            }
            return result;
        } catch (Throwable failure) {
            Diagnostics.failed("weaving " + type.name(), failure);
            return null;
        }
    }
}
