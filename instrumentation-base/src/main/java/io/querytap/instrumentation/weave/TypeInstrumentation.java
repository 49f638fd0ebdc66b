package io.querytap.instrumentation.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides for each candidate class whether and how it is woven. Implementations are stateless and thread-safe. */
public interface TypeInstrumentation {
    /**
     * Chooses the advice for a class.
     *
     * @param type the class as it is about to be loaded
     * @param ancestors its supertypes; expensive, to be asked for only when the class itself looks right
     * @param classFile the bytes behind {@code type}
     * @return null to leave the class alone
     */
    @Nullable
    Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile);

    /**
     * Names and descriptors one of which is a constant of every class that can be chosen, besides those that mention JDBC or a
     * pool: what mentions none of them is not even read.
     */
    default List<String> constants() {
        return List.of();
    }
}
