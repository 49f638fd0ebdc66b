package io.querytap.instrumentation.pools;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.Weaving;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one class of a pool library that have to be there. If one is not, it is a version that nobody has looked at: the class
 * is left alone, that is said once, and from then on no pool of the library is measured, because half of what happens there would give
 * wrong figures, such as connections that never come back.
 */
public final class KnownMethods {
    private static final Set<String> UNKNOWN_LIBRARIES = ConcurrentHashMap.newKeySet();

    private final ClassHeader type;
    private final Weaving weaving;
    private @Nullable String missing;

    public KnownMethods(ClassHeader type, Weaving.State state) {
        this.type = type;
        this.weaving = new Weaving(state);
    }

    /** All methods of a name, whatever they take and give. */
    public KnownMethods weave(Class<?> advice, String name) {
        return weave(advice, name, "(");
    }

    /** All methods of a name whose descriptor begins so. */
    public KnownMethods weave(Class<?> advice, String name, String descriptorStart) {
        boolean found = false;
        for (ClassHeader.Method method : type.methods()) {
            if (method.name().equals(name) && method.descriptor().startsWith(descriptorStart) && method.canBeWoven()) {
                weaving.add(advice, method.signature());
                found = true;
            }
        }
        if (!found) {
            missing = name + descriptorStart;
        }
        return this;
    }

    /** The weaving, if everything was found. */
    public @Nullable Weaving ifComplete(String library) {
        if (missing == null) {
            return weaving;
        }
        UNKNOWN_LIBRARIES.add(library);
        Diagnostics.sayOnce(
                library + " unknown",
                "this version of " + library + " is not known (" + type.name().replace('/', '.') + '.' + missing
                        + " is missing); its pools are not measured");
        return null;
    }

    /** Whether every class of that library that was loaded so far was as expected. */
    public static boolean fit(String library) {
        return !UNKNOWN_LIBRARIES.contains(library);
    }
}
