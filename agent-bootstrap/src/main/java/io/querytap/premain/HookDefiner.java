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
 * Defines the hook classes into packages of the JDK, with official API only: {@link Instrumentation#redefineModule} opens the
 * package to the agent's module, a full lookup there defines the classes. What drivers and pools call goes into {@code java.sql},
 * which every driver can see; what executors and servlets call goes into {@code java.lang}, because they may not read the other.
 * Appending to the boot class path, the usual way, would switch class-data sharing off for the application and still not reach
 * drivers in OSGi. Done when the first class is about to be woven, at most once.
 */
final class HookDefiner implements Runnable {
    /** In the order in which they need each other. */
    private static final String[] SQL_HOOKS = {
        "QuerytapState",
        "QuerytapResultState",
        "QuerytapListener",
        "QuerytapHooks",
        "QuerytapPoolListener",
        "QuerytapPoolHooks",
        "QuerytapCacheListener",
        "QuerytapCacheHooks"
    };

    private static final String[] WORK_HOOKS = {"QuerytapWorkListener", "QuerytapWorkHooks", "QuerytapExitHooks"};

    private final Instrumentation instrumentation;
    private final AgentClassLoader loader;
    private boolean defined;

    HookDefiner(Instrumentation instrumentation, AgentClassLoader loader) {
        this.instrumentation = instrumentation;
        this.loader = loader;
    }

    @Override
    public synchronized void run() {
        if (!defined) {
            defined = true;
            define(Connection.class, SQL_HOOKS);
            define(Object.class, WORK_HOOKS);
        }
    }

    private void define(Class<?> neighbour, String[] hooks) {
        String packageName = neighbour.getPackageName();
        try {
            instrumentation.redefineModule(
                    neighbour.getModule(),
                    Collections.emptySet(),
                    Collections.emptyMap(),
                    Map.of(packageName, Set.of(HookDefiner.class.getModule())),
                    Collections.emptySet(),
                    Collections.emptyMap());
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup());
            for (String hook : hooks) {
                lookup.defineClass(bytesOf(
                        packageName.replace('.', '/').concat("/").concat(hook).concat(".class")));
            }
        } catch (IllegalAccessException | IOException unexpected) {
            throw new IllegalStateException("the hooks could not be defined", unexpected);
        }
    }

    private byte[] bytesOf(String resource) throws IOException {
        byte[] bytes = loader.read(resource);
        if (bytes == null) {
            throw new FileNotFoundException(resource);
        }
        return bytes;
    }
}
