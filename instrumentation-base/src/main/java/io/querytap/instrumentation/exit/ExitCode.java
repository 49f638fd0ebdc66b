package io.querytap.instrumentation.exit;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.instrumentation.weave.Weaver;
import io.querytap.workhook.QuerytapExitHooks;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The exit code that findings ask for. A shutdown hook cannot give one: it does not know the code of the application, and
 * halting in it would cut off the hooks that run beside it. So the JDK's own last step is woven, after which no code of the
 * application runs any more.
 */
public final class ExitCode {
    /** Set by the {@code java} launcher alone; whoever else starts a JVM may go on when it has ended. */
    private static final String LAUNCHER_PROPERTY = "sun.java.launcher";

    private static final String STANDARD_LAUNCHER = "SUN_STANDARD";

    private ExitCode() {}

    /**
     * Makes it possible to change the exit code. The hooks must have been defined.
     *
     * @param mainThreadId of the thread that runs the application's main method
     * @return false if this JVM cannot, which has been said
     */
    public static boolean prepare(Instrumentation instrumentation, long mainThreadId) {
        Retransformer retransformer = new Retransformer();
        instrumentation.addTransformer(retransformer, /* canRetransform= */ true);
        try {
            instrumentation.retransformClasses(
                    Class.forName(ExitInstrumentation.SHUTDOWN.replace('/', '.'), /* initialize= */ false, null),
                    Thread.class);
        } catch (Throwable refused) {
            Diagnostics.failed("preparing the exit code", refused);
        } finally {
            instrumentation.removeTransformer(retransformer);
        }
        boolean isComplete = retransformer.woven.size() == 2;
        if (isComplete) {
            QuerytapExitHooks.watch(mainThreadId, STANDARD_LAUNCHER.equals(System.getProperty(LAUNCHER_PROPERTY)));
        }
        return isComplete;
    }

    /** Asks for an exit code instead of 0; without effect unless {@link #prepare} answered true. */
    public static void ask(int status) {
        QuerytapExitHooks.ask(status);
    }

    /** Hands the two classes to a weaver, and remembers which were woven. */
    private static final class Retransformer implements ClassFileTransformer {
        private final Weaver weaver = new Weaver(List.of(new ExitInstrumentation()), () -> {});
        private final Set<String> woven = new HashSet<>();

        @Override
        public byte @Nullable [] transform(
                @Nullable Module module,
                @Nullable ClassLoader loader,
                @Nullable String className,
                @Nullable Class<?> classBeingRedefined,
                @Nullable ProtectionDomain protectionDomain,
                byte[] classFile) {
            if (className == null || classBeingRedefined == null || loader != null || !isToBeWoven(className)) {
                return null;
            }
            byte[] changed = weaver.transform(
                    module, ClassLoader.getPlatformClassLoader(), className, classBeingRedefined, null, classFile);
            if (changed != null) {
                woven.add(className);
            }
            return changed;
        }

        private static boolean isToBeWoven(String className) {
            return className.equals(ExitInstrumentation.SHUTDOWN) || className.equals(ExitInstrumentation.THREAD);
        }
    }
}
