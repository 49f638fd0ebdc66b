package io.querytap.instrumentation.exit;

import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import org.jspecify.annotations.Nullable;

/** Chooses three methods of two classes of the JDK, the same from 11 to 25; a class without them is left alone. */
final class ExitInstrumentation implements TypeInstrumentation {
    static final String SHUTDOWN = "java/lang/Shutdown";
    static final String THREAD = "java/lang/Thread";

    private static final String HALT = "halt(I)V";
    private static final String END = "shutdown()V";
    private static final String UNCAUGHT = "dispatchUncaughtException(Ljava/lang/Throwable;)V";

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        Weaving weaving = new Weaving(Weaving.State.NONE);
        if (type.name().equals(SHUTDOWN)) {
            return has(type, HALT) && has(type, END)
                    ? weaving.add(ExitAdvice.Halt.class, HALT).add(ExitAdvice.End.class, END)
                    : null;
        }
        if (type.name().equals(THREAD)) {
            return has(type, UNCAUGHT) ? weaving.add(ExitAdvice.Uncaught.class, UNCAUGHT) : null;
        }
        return null;
    }

    private static boolean has(ClassHeader type, String signature) {
        return type.methods().stream().anyMatch(it -> it.signature().equals(signature));
    }
}
