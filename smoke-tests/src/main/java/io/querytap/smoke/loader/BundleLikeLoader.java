package io.querytap.smoke.loader;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Sees {@code java.*}, its own class path and what it imports; its parent is never asked for anything else. So do the loaders of OSGi
 * and of JBoss Modules.
 */
final class BundleLikeLoader extends URLClassLoader {
    private static final List<String> IMPORTS = List.of("javax.", "org.xml.", "org.w3c.", "org.ietf.");

    BundleLikeLoader(URL[] classPath) {
        super(classPath, null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            boolean fromPlatform = name.startsWith("java.") || IMPORTS.stream().anyMatch(name::startsWith);
            return fromPlatform ? getPlatformClassLoader().loadClass(name) : findClass(name);
        }
    }
}
