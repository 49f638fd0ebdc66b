package io.querytap.instrumentation.pools;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The releases of pool libraries that are tried, and how one sets each of them up. By reflection: the copies differ. */
enum Release {
    TOMCAT_8_5(Library.TOMCAT, "tomcat-jdbc-8.5.100", "tomcat-juli-9.0.108"),
    TOMCAT_9(Library.TOMCAT, "tomcat-jdbc-9.0.108", "tomcat-juli-9.0.108"),
    TOMCAT_10_1(Library.TOMCAT, "tomcat-jdbc-10.1.44", "tomcat-juli-9.0.108"),
    TOMCAT_11(Library.TOMCAT, "tomcat-jdbc-11.0.25", "tomcat-juli-9.0.108"),
    DBCP_2_9(Library.DBCP, "commons-dbcp2-2.9.0", "commons-pool2-2.10.0", "commons-logging-1.2"),
    DBCP_2_12(Library.DBCP, "commons-dbcp2-2.12.0", "commons-pool2-2.12.1", "commons-logging-1.2"),
    DBCP_2_14(Library.DBCP, "commons-dbcp2-2.14.0", "commons-pool2-2.13.1", "commons-logging-1.2"),
    DBCP_OF_TOMCAT(Library.DBCP_OF_TOMCAT, "tomcat-dbcp-9.0.108", "tomcat-juli-9.0.108"),
    DRUID_1_1(Library.DRUID, "druid-1.1.24"),
    DRUID_1_2_8(Library.DRUID, "druid-1.2.8"),
    DRUID_1_2_28(Library.DRUID, "druid-1.2.28");

    final Library library;
    final List<String> jars;

    Release(Library library, String... jars) {
        this.library = library;
        this.jars = Arrays.asList(jars);
    }

    /** What the settings of a library are called, and which of them make it behave like the others. */
    enum Library {
        TOMCAT(
                "tomcat-jdbc",
                "org.apache.tomcat.jdbc.pool.DataSource",
                Map.of("max", "MaxActive", "timeoutMillis", "MaxWait", "name", "Name"),
                Map.of(
                        "InitialSize",
                        1,
                        "MinIdle",
                        1,
                        "MaxIdle",
                        2,
                        "ValidationInterval",
                        0L,
                        "ValidationQuery",
                        "select 1")),
        DBCP(
                "dbcp2",
                "org.apache.commons.dbcp2.BasicDataSource",
                Map.of("max", "MaxTotal", "timeoutMillis", "MaxWaitMillis", "name", "JmxName"),
                Map.of("InitialSize", 1, "MinIdle", 1, "MaxIdle", 2, "TestOnBorrow", false)),
        DBCP_OF_TOMCAT(
                "dbcp2",
                "org.apache.tomcat.dbcp.dbcp2.BasicDataSource",
                Map.of("max", "MaxTotal", "timeoutMillis", "MaxWaitMillis", "name", "JmxName"),
                Map.of("InitialSize", 1, "MinIdle", 1, "MaxIdle", 2, "TestOnBorrow", false)),
        DRUID(
                "druid",
                "com.alibaba.druid.pool.DruidDataSource",
                Map.of("max", "MaxActive", "timeoutMillis", "MaxWait", "name", "Name"),
                Map.of("InitialSize", 1, "MinIdle", 1, "TestWhileIdle", false, "TimeBetweenConnectErrorMillis", 50));

        final String kind;
        private final String className;
        private final Map<String, String> names;
        private final Map<String, Object> always;

        Library(String kind, String className, Map<String, String> names, Map<String, Object> always) {
            this.kind = kind;
            this.className = className;
            this.names = names;
            this.always = always;
        }

        boolean isDbcp() {
            return kind.equals("dbcp2");
        }

        /** A pool that is not started yet: it is with its first connection. */
        DataSource open(ClassLoader loader, String url, Map<String, Object> settings) throws Exception {
            DataSource source = (DataSource)
                    loader.loadClass(className).getDeclaredConstructor().newInstance();
            Map<String, Object> all = new TreeMap<>(always);
            settings.forEach((name, value) -> all.put(names.getOrDefault(name, name), value));
            set(source, "DriverClassName", "org.h2.Driver");
            set(source, "Url", url);
            for (Map.Entry<String, Object> setting : all.entrySet()) {
                set(source, setting.getKey(), setting.getValue());
            }
            return source;
        }

        void close(DataSource source) throws ReflectiveOperationException {
            source.getClass().getMethod("close").invoke(source);
        }
    }

    static void set(Object target, String property, Object value) throws Exception {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals("set" + property)
                    && method.getParameterCount() == 1
                    && fits(method.getParameterTypes()[0], value)) {
                invoke(target, method, value);
                return;
            }
        }
        throw new AssertionError("no setter of " + property);
    }

    private static boolean fits(Class<?> type, Object value) {
        return type.isInstance(value)
                || (type == int.class || type == long.class) && value instanceof Number
                || type == boolean.class && value instanceof Boolean;
    }

    private static void invoke(Object target, Method method, Object value) throws Exception {
        Class<?> type = method.getParameterTypes()[0];
        Object fitting = value;
        if (type == int.class) {
            fitting = ((Number) value).intValue();
        } else if (type == long.class) {
            fitting = ((Number) value).longValue();
        }
        try {
            method.invoke(target, fitting);
        } catch (InvocationTargetException thrown) {
            throw (Exception) thrown.getCause();
        }
    }
}
