package io.querytap.cache.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.driver.check.ReplayCheck;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.util.Objects;
import java.util.Properties;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;

class DriverPortsTest {
    private static final String URL_OF_H2 = "jdbc:h2:mem:";

    @Test
    void of_sameClass_samePort() throws Exception {
        try (Connection first = new org.h2.Driver().connect(URL_OF_H2, new Properties());
                Connection second = new org.h2.Driver().connect(URL_OF_H2, new Properties())) {
            DriverPort port = DriverPorts.of(first).port();

            assertThat(port).isNotNull().isSameAs(DriverPorts.of(second).port());
            assertThat(port.id()).startsWith("h2/2.");
        }
    }

    @Test
    void of_driverInAnotherLoader_portOfItsOwnThatPassesTheCheck() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(jarOfH2(), ClassLoader.getPlatformClassLoader())) {
            Driver driver =
                    (Driver) loader.loadClass("org.h2.Driver").getConstructor().newInstance();
            try (Connection connection = driver.connect(URL_OF_H2, new Properties());
                    Connection ours = new org.h2.Driver().connect(URL_OF_H2, new Properties())) {
                DriverPort port =
                        Objects.requireNonNull(DriverPorts.of(connection).port());

                assertThat(port).isNotSameAs(DriverPorts.of(ours).port());
                assertThat(ReplayCheck.run(port, connection).difference()).isNull();
            }
        }
    }

    @Test
    void of_driverWithoutOneOfItsClasses_noneAndWhatIsMissingIsNamed() throws Exception {
        try (URLClassLoader loader = new Without("org.h2.value.ValueLob", jarOfH2())) {
            PortLookup lookup = DriverPorts.of(loader.loadClass("org.h2.jdbc.JdbcConnection"));

            assertThat(lookup.port()).isNull();
            assertThat(lookup.reason()).startsWith("no org.h2.").endsWith("(org.h2.jdbc.JdbcConnection)");
        }
    }

    @Test
    void of_unknownConnection_noneAndItsClassIsNamed() {
        Connection unknown = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);

        PortLookup lookup = DriverPorts.of(unknown);

        assertThat(lookup.port()).isNull();
        assertThat(lookup.reason()).contains(unknown.getClass().getName());
    }

    private static URL[] jarOfH2() {
        return new URL[] {
            JdbcConnection.class.getProtectionDomain().getCodeSource().getLocation()
        };
    }

    /** Loads all but one class of a jar. */
    private static final class Without extends URLClassLoader {
        private final String missing;

        Without(String missing, URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(missing)) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
