package io.querytap.instrumentation.jdbc.driver;

import org.jspecify.annotations.Nullable;

/** A driver whose ways are known; told by the exact package of its connection class. */
public enum DriverKind {
    POSTGRESQL,
    MYSQL,
    MARIADB,
    ORACLE,
    SQL_SERVER,
    H2_IN_PROCESS,
    H2_SERVER,
    HSQLDB,
    DERBY,
    SQLITE,
    OTHER;

    /** @param url what the connection was made from, where that is known */
    static DriverKind of(Class<?> connection, @Nullable String url) {
        String name = connection.getName();
        if (name.startsWith("org.postgresql.jdbc.")) {
            return POSTGRESQL;
        }
        if (name.startsWith("com.mysql.cj.jdbc.")) {
            return MYSQL;
        }
        if (name.equals("org.mariadb.jdbc.Connection")) { // version 3; the one before was built otherwise
            return MARIADB;
        }
        if (name.startsWith("oracle.jdbc.")) {
            return ORACLE;
        }
        if (name.startsWith("com.microsoft.sqlserver.jdbc.")) {
            return SQL_SERVER;
        }
        if (name.startsWith("org.h2.jdbc")) {
            return h2(url);
        }
        if (name.startsWith("org.hsqldb.jdbc.")) {
            return HSQLDB;
        }
        if (name.startsWith("org.apache.derby.impl.jdbc.")) { // the embedded one; its client is another driver
            return DERBY;
        }
        return name.startsWith("org.sqlite.") ? SQLITE : OTHER;
    }

    private static DriverKind h2(@Nullable String url) {
        if (url == null) {
            return OTHER;
        }
        return startsWith(url, "jdbc:h2:tcp:") || startsWith(url, "jdbc:h2:ssl:") ? H2_SERVER : H2_IN_PROCESS;
    }

    private static boolean startsWith(String text, String prefix) {
        return text.regionMatches(/* ignoreCase= */ true, 0, prefix, 0, prefix.length());
    }
}
