package io.querytap.instrumentation.weave;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is above a class, read from class files without loading any; expensive, asked for when the class itself looks right. */
public interface Ancestors {
    /** Names of all supertypes that could be found, without the class itself. */
    Set<String> names();

    /** The class file of a supertype; null where it cannot be found. */
    byte @Nullable [] classFile(String name);
}
