package io.querytap.instrumentation.weave;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads classes of the given jars or folders itself, through a weaver, as the JVM does with the agent attached. The hooks, which
 * woven code calls, are those of the parent.
 */
public final class WeavingLoader extends URLClassLoader {
    private final Weaver weaver;
    private final Map<String, byte[]> originals = new ConcurrentHashMap<>();
    private final Map<String, byte[]> woven = new ConcurrentHashMap<>();

    static {
        registerAsParallelCapable();
    }

    public WeavingLoader(Weaver weaver, URL... places) {
        super(places, WeavingLoader.class.getClassLoader());
        this.weaver = weaver;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java") || name.startsWith("io.querytap.") || name.startsWith("jdk.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = findResource(fileOf(name)) == null ? super.loadClass(name, resolve) : findClass(name);
            }
            return loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        URL file = findResource(fileOf(name));
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = file.openStream()) {
            byte[] original = in.readAllBytes();
            originals.put(name, original);
            byte[] changed = weaver.transform(null, this, name.replace('.', '/'), null, null, original);
            if (changed != null) {
                woven.put(name, changed);
            }
            byte[] classFile = changed == null ? original : changed;
            URL place = getURLs()[0];
            return defineClass(name, classFile, 0, classFile.length, new CodeSource(place, (Certificate[]) null));
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private static String fileOf(String name) {
        return name.replace('.', '/') + ".class";
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    /** Class files as they were before weaving, by class name, of all classes loaded so far. */
    public Map<String, byte[]> originals() {
        return originals;
    }

    /** Class files as they were woven, by class name. */
    public Map<String, byte[]> woven() {
        return woven;
    }
}
