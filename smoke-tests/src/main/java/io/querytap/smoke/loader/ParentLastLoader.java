package io.querytap.smoke.loader;

import java.net.URL;
import java.net.URLClassLoader;

/** Looks at its own class path first, as web containers do. */
final class ParentLastLoader extends URLClassLoader {
    ParentLastLoader(URL[] classPath, ClassLoader parent) {
        super(classPath, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!name.startsWith("java.")) {
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    // The parent may have it.
                }
            }
            return super.loadClass(name, resolve);
        }
    }
}
