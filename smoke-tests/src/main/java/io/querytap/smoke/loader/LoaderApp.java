package io.querytap.smoke.loader;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Arrays;

/** Runs a main class in a class loader of its own: kind of loader, class path, main class, its arguments. */
public final class LoaderApp {
    private LoaderApp() {}

    public static void main(String[] arguments) throws Exception {
        URL[] classPath = urls(arguments[1]);
        ClassLoader loader = arguments[0].equals("parent-last")
                ? new ParentLastLoader(classPath, LoaderApp.class.getClassLoader())
                : new BundleLikeLoader(classPath);
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = loader.loadClass(arguments[2]);
        if (type.getClassLoader() != loader) {
            throw new IllegalStateException(type + " is not that of " + loader);
        }
        Object rest = Arrays.copyOfRange(arguments, 3, arguments.length);
        type.getMethod("main", String[].class).invoke(null, rest);
    }

    private static URL[] urls(String classPath) throws MalformedURLException {
        String[] entries = classPath.split(File.pathSeparator);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < entries.length; i++) {
            urls[i] = new File(entries[i]).toURI().toURL();
        }
        return urls;
    }
}
