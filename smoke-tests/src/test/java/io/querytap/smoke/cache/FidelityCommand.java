package io.querytap.smoke.cache;

import io.querytap.cache.driver.check.Comparison;
import io.querytap.smoke.server.TestDatabases;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints for each driver how many cells are the same live and given back. Drivers are the build's, and the jars of a folder, each in a class
 * loader of its own.
 */
final class FidelityCommand {
    private static final List<String> ZONES = List.of("Europe/Berlin", "UTC", "America/New_York");

    private FidelityCommand() {}

    /** @param arguments the folder; {@code --quick}: one zone; {@code --list}: says what is excepted */
    public static void main(String[] arguments) throws Throwable {
        List<String> options = Arrays.asList(arguments);
        List<String> zones = options.contains("--quick") ? ZONES.subList(0, 1) : ZONES;
        boolean isRight = true;
        for (FidelitySubject subject : subjects(Path.of(arguments[0]))) {
            Comparison comparison = FidelityMatrix.compare(subject, zones, subject.transfers());
            System.out.println(FidelityMatrix.line(subject, comparison));
            comparison.differences().forEach(each -> System.out.println("  differs: " + each));
            if (options.contains("--list")) {
                comparison.excepted().forEach(each -> System.out.println("  excepted: " + each));
            }
            isRight &= comparison.differing() == 0;
        }
        System.exit(isRight ? 0 : 1); // servers may have threads
    }

    private static List<FidelitySubject> subjects(Path folder)
            throws IOException, ReflectiveOperationException, SQLException {
        List<FidelitySubject> subjects = new ArrayList<>();
        subjects.add(new H2Subject("H2 " + org.h2.engine.Constants.VERSION, new org.h2.Driver()));
        subjects.add(
                postgresql("pgjdbc " + org.postgresql.util.DriverInfo.DRIVER_VERSION, new org.postgresql.Driver()));
        subjects.add(mariadb(
                "MariaDB Connector/J " + version(new org.mariadb.jdbc.Driver()), new org.mariadb.jdbc.Driver()));
        subjects.add(
                mysql("MySQL Connector/J " + version(new com.mysql.cj.jdbc.Driver()), new com.mysql.cj.jdbc.Driver()));
        if (!Files.isDirectory(folder)) {
            return subjects;
        }
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.sorted().toList();
        }
        for (Path jar : jars) {
            String name = jar.getFileName().toString().replace(".jar", "").replace("postgresql-", "pgjdbc ");
            if (name.startsWith("h2-")) {
                subjects.add(new H2Subject(name.replace("h2-", "H2 "), driver(jar, "org.h2.Driver")));
            } else if (name.startsWith("pgjdbc ")) {
                subjects.add(postgresql(name, driver(jar, "org.postgresql.Driver")));
            } else if (name.startsWith("mariadb-java-client-")) {
                String mariadb = name.replace("mariadb-java-client-", "MariaDB Connector/J ");
                subjects.add(mariadb(mariadb, driver(jar, "org.mariadb.jdbc.Driver")));
            } else if (name.startsWith("mysql-connector-j-")) {
                String mysql = name.replace("mysql-connector-j-", "MySQL Connector/J ");
                subjects.add(mysql(mysql, driver(jar, "com.mysql.cj.jdbc.Driver")));
            }
        }
        return subjects;
    }

    private static FidelitySubject postgresql(String name, Driver driver) {
        return new PostgresqlSubject(name, driver, TestDatabases.newPostgresql());
    }

    private static FidelitySubject mariadb(String name, Driver driver) {
        return MariadbSubject.of(name, driver, TestDatabases.newMariadb()).withProperties();
    }

    private static FidelitySubject mysql(String name, Driver driver) {
        return MariadbSubject.of(name, driver, TestDatabases.newMariadbForMysqlDriver())
                .withProperties();
    }

    private static String version(Driver driver) {
        return driver.getMajorVersion() + "." + driver.getMinorVersion();
    }

    /** Its loader stays open as long as the driver is used, which is to the end. */
    private static Driver driver(Path jar, String className) throws IOException, ReflectiveOperationException {
        URL[] urls = {jar.toUri().toURL()};
        ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        return (Driver) loader.loadClass(className).getConstructor().newInstance();
    }
}
