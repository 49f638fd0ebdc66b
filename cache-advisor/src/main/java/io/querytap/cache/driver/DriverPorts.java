package io.querytap.cache.driver;

import io.querytap.cache.driver.h2.H2Port;
import io.querytap.cache.driver.mariadb.MariadbPort;
import io.querytap.cache.driver.mysql.MysqlPort;
import io.querytap.cache.driver.postgresql.PgPort;
import java.sql.Connection;
import java.util.Map;

/**
 * Ports of all drivers that results can be taken from, made at the first connection of a class. A port lives as long as the driver's class:
 * it is kept in it.
 */
public final class DriverPorts {
    /** By the class of connections. */
    private static final Map<String, Builder> BUILDERS = Map.of(
            PgPort.CONNECTION_CLASS, PgPort::new,
            H2Port.CONNECTION_CLASS, H2Port::new,
            MysqlPort.CONNECTION_CLASS, MysqlPort::new,
            MariadbPort.CONNECTION_CLASS, MariadbPort::new);

    private static final ClassValue<PortLookup> LOOKUPS = new ClassValue<>() {
        @Override
        protected PortLookup computeValue(Class<?> connectionClass) {
            return find(connectionClass);
        }
    };

    private DriverPorts() {}

    /** @param connection the driver's own, never a pool's */
    public static PortLookup of(Connection connection) {
        return of(connection.getClass());
    }

    static PortLookup of(Class<?> connectionClass) {
        return LOOKUPS.get(connectionClass);
    }

    private static PortLookup find(Class<?> connectionClass) {
        for (Class<?> type = connectionClass; type != null; type = type.getSuperclass()) {
            Builder builder = BUILDERS.get(type.getName());
            if (builder != null) {
                return build(builder, type);
            }
        }
        return PortLookup.none("results cannot be taken from " + connectionClass.getName());
    }

    private static PortLookup build(Builder builder, Class<?> connectionClass) {
        try {
            return PortLookup.found(builder.build(connectionClass));
        } catch (PortUnavailableException e) {
            return PortLookup.none(e.getMessage() + " (" + connectionClass.getName() + ')');
        } catch (RuntimeException | LinkageError e) {
            return PortLookup.none(e + " (" + connectionClass.getName() + ')');
        }
    }

    /** Builds the port of one driver. */
    private interface Builder {
        DriverPort build(Class<?> connectionClass) throws PortUnavailableException;
    }
}
