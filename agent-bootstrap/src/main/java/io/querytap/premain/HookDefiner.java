package io.querytap.premain;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Defines the hook classes into the JDK's package {@code java.sql}, where every driver can see them, with official API only:
 * {@link Instrumentation#redefineModule} opens the package to the agent's module, a full lookup there defines the classes.
 * Appending to the boot class path, the usual way, would switch class-data sharing off for the application and still not reach
 * drivers in OSGi. Done when the first class is about to be woven, at most once.
 */
final class HookDefiner implements Runnable {
    private static final String PACKAGE = "java.sql";

    /** In the order in which they need each other. */
    private static final String[] HOOKS = {
        "QuerytapState",
        "QuerytapResultState",
        "QuerytapListener",
        "QuerytapHooks",
        "QuerytapPoolListener",
        "QuerytapPoolHooks"
    };

    private final Instrumentation instrumentation;
    private final AgentClassLoader loader;

    HookDefiner(Instrumentation instrumentation, AgentClassLoader loader) {
        this.instrumentation = instrumentation;
        this.loader = loader;
    }

    @Override
    public void run() {
        try {
            Module target = Connection.class.getModule();
            Module own = HookDefiner.class.getModule();
            instrumentation.redefineModule(
                    target,
                    Collections.emptySet(),
                    Collections.emptyMap(),
                    Map.of(PACKAGE, Set.of(own)),
                    Collections.emptySet(),
                    Collections.emptyMap());
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Connection.class, MethodHandles.lookup());
            for (String hook : HOOKS) {
                lookup.defineClass(bytesOf(hook));
            }
        } catch (IllegalAccessException | IOException unexpected) {
            throw new IllegalStateException("the hooks could not be defined", unexpected);
        }
    }

    private byte[] bytesOf(String hook) throws IOException {
        String resource = "java/sql/".concat(hook).concat(".class");
        byte[] bytes = loader.read(resource);
        if (bytes == null) {
            throw new FileNotFoundException(resource);
        }
        return bytes;
    }
}
