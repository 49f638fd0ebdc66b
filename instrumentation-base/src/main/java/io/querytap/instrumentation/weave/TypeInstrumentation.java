package io.querytap.instrumentation.weave;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides for each candidate class whether and how it is woven. Implementations are stateless and thread-safe. */
public interface TypeInstrumentation {
    /**
     * Chooses the advice for a class.
     *
     * @param type the class as it is about to be loaded
     * @param supertypes names of all its supertypes; expensive, to be asked for only when the class itself looks right
     * @param classFile the bytes behind {@code type}
     * @return null to leave the class alone
     */
    @Nullable
    Weaving choose(ClassHeader type, Supplier<Set<String>> supertypes, byte[] classFile);
}
