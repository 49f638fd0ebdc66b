package io.querytap.smoke.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ProxySelector;
import java.net.URL;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Prints all that an application can see of the JVM it runs in. The first argument is a JDBC URL to make a query with, the others are
 * names of classes and resources to look for.
 */
public final class SurroundingsApp {
    private static final long AGENT_MILLIS = 600;

    private SurroundingsApp() {}

    public static void main(String[] arguments) throws Exception {
        // First of all: has anybody made a log manager before the application chose its own?
        System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
        System.out.println(
                "log manager " + LogManager.getLogManager().getClass().getName());
        query(arguments[0]);
        // An agent may do more on threads of its own.
        Thread.sleep(AGENT_MILLIS);
        logging();
        properties();
        defaults();
        threads();
        List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
        classes(names);
        resources(names);
    }

    private static void query(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id INTEGER)");
            System.out.println("connection " + connection.getClass().getName());
        }
    }

    private static void logging() {
        Logger root = Logger.getLogger("");
        System.out.println("root level " + root.getLevel());
        Arrays.stream(root.getHandlers())
                .forEach(handler ->
                        System.out.println("root handler " + handler.getClass().getName() + ' ' + handler.getLevel()
                                + ' ' + handler.getFormatter().getClass()));
        new TreeSet<>(Collections.list(LogManager.getLogManager().getLoggerNames()))
                .forEach(name -> System.out.println("logger " + name));
    }

    private static void properties() {
        for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
            System.out.println("property " + name + '=' + System.getProperty(name));
        }
        System.out.println("property objects " + System.getProperties().size());
    }

    private static void defaults() {
        System.out.println("charset " + Charset.defaultCharset());
        System.out.println("locale " + Locale.getDefault());
        System.out.println("zone " + TimeZone.getDefault().getID());
        System.out.println("out " + System.out.getClass().getName() + ", err "
                + System.err.getClass().getName());
        System.out.println("handler " + Thread.getDefaultUncaughtExceptionHandler());
        System.out.println("proxies " + ProxySelector.getDefault().getClass().getName());
        System.out.println("processors " + Runtime.getRuntime().availableProcessors());
        DriverManager.drivers()
                .map(Driver::getClass)
                .map(Class::getName)
                .sorted()
                .forEach(name -> System.out.println("driver " + name));
        ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream()
                .map(Object::toString)
                .filter(name -> !name.startsWith("java.lang:type=GarbageCollector"))
                .sorted()
                .forEach(name -> System.out.println("mbean " + name));
    }

    private static void threads() throws Exception {
        System.out.println("loader of main " + loaderName(Thread.currentThread().getContextClassLoader()));
        Thread thread = new Thread(() -> System.out.println(
                "loader of thread " + loaderName(Thread.currentThread().getContextClassLoader())));
        thread.start();
        thread.join();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Callable<String> loader = () -> loaderName(Thread.currentThread().getContextClassLoader());
        System.out.println("loader of executor " + executor.submit(loader).get());
        executor.shutdown();
        System.out.println(
                "loader of pool " + ForkJoinPool.commonPool().submit(loader).get());
        Thread.getAllStackTraces().keySet().stream()
                .filter(each -> !each.isDaemon())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("pool-"))
                .sorted()
                .forEach(name -> System.out.println("keeps the JVM alive: " + name));
    }

    private static void classes(List<String> names) {
        Map<String, Optional<ClassLoader>> loaders = Map.of(
                "system", Optional.of(ClassLoader.getSystemClassLoader()),
                "platform", Optional.of(ClassLoader.getPlatformClassLoader()),
                "context", Optional.of(Thread.currentThread().getContextClassLoader()),
                "boot", Optional.empty());
        for (String kind : new TreeSet<>(loaders.keySet())) {
            for (String name : names) {
                System.out.println(kind + " loader, class " + name + ": "
                        + find(name, loaders.get(kind).orElse(null)));
            }
        }
    }

    private static String find(String name, ClassLoader loader) {
        try {
            return "found, " + loaderName(Class.forName(name, false, loader).getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return "not found";
        }
    }

    private static void resources(List<String> names) throws IOException {
        for (String name : names) {
            List<URL> found = Collections.list(ClassLoader.getSystemResources(name));
            List<URL> classes = Collections.list(ClassLoader.getSystemResources(name.replace('.', '/') + ".class"));
            System.out.println("resources " + name + ' ' + found.size() + ' ' + classes.size());
        }
    }

    private static String loaderName(ClassLoader loader) {
        return loader == null ? "boot" : loader.getClass().getName();
    }
}
