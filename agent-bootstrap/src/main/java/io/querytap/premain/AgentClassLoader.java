package io.querytap.premain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent's own classes from {@code inst/} in the agent jar, where they are stored as {@code .classdata} so that no
 * class path scanner of the application takes them for classes. Only JDK packages are asked of the platform loader: that loader
 * may see modules of the application, whose libraries must not be mixed with ours.
 */
final class AgentClassLoader extends ClassLoader {
    private static final String FOLDER = "inst/";

    /** Own protocol: the application may have replaced the handler of {@code jar:} or switched its cache off. */
    private static final String PROTOCOL = "querytap";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final ProtectionDomain domain;

    AgentClassLoader(JarFile jar) throws IOException {
        super("querytap", ClassLoader.getPlatformClassLoader());
        this.jar = jar;
        URL location =
                AgentClassLoader.class.getProtectionDomain().getCodeSource().getLocation();
        // With a code source, coverage tools recognise our classes.
        this.domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null, this, null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isOfTheJdk(name)) {
            return getParent().loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] classFile = read(name.replace('.', '/').concat(".class"));
            if (classFile != null) {
                return defineClass(name, classFile, 0, classFile.length, domain);
            }
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
        throw new ClassNotFoundException(name);
    }

    private static boolean isOfTheJdk(String name) {
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.")
                || name.startsWith("com.sun.");
    }

    /** The bytes of a resource as the agent's modules know its name; null if there is none. */
    byte[] read(String resource) throws IOException {
        JarEntry entry = jar.getJarEntry(entryName(resource));
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static String entryName(String resource) {
        return FOLDER.concat(resource.endsWith(".class") ? resource.concat("data") : resource);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        try {
            byte[] bytes = read(name);
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        } catch (IOException unreadable) {
            return null;
        }
    }

    @Override
    public URL getResource(String name) {
        return findResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) {
        return findResources(name);
    }

    @Override
    protected URL findResource(String name) {
        if (jar.getJarEntry(entryName(name)) == null) {
            return null;
        }
        try {
            return new URL(PROTOCOL, null, -1, "/".concat(name), new ResourceHandler());
        } catch (IOException impossible) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(url));
    }

    private final class ResourceHandler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() throws IOException {
                    InputStream in = getResourceAsStream(url.getPath().substring(1));
                    if (in == null) {
                        throw new IOException("no such resource: " + url.getPath());
                    }
                    return in;
                }
            };
        }
    }
}
