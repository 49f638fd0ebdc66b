package io.querytap.instrumentation.jdbc.url;

import org.jspecify.annotations.Nullable;

/** Which product a driver is for, by the package of its classes. */
final class DriverClasses {
    private DriverClasses() {}

    static Product productOf(@Nullable String className) {
        if (className == null) {
            return Product.OTHER;
        }
        if (isIn(
                className,
                "org.postgresql.",
                "com.impossibl.postgres.",
                "com.yugabyte.",
                "org.opengauss.",
                "com.huawei.gauss200.")) {
            return Product.POSTGRESQL;
        }
        if (isIn(className, "com.mysql.", "software.aws.rds.jdbc.mysql.")) {
            return Product.MYSQL;
        }
        if (isIn(className, "org.mariadb.")) {
            return Product.MARIADB;
        }
        if (isIn(className, "com.microsoft.sqlserver.", "net.sourceforge.jtds.")) {
            return Product.SQL_SERVER;
        }
        if (isIn(className, "oracle.jdbc.", "oracle.ucp.")) {
            return Product.ORACLE;
        }
        if (isIn(className, "org.h2.")) {
            return Product.H2;
        }
        if (isIn(className, "org.hsqldb.")) {
            return Product.HSQLDB;
        }
        return lessCommonProductOf(className);
    }

    private static Product lessCommonProductOf(String className) {
        if (isIn(className, "org.apache.derby.")) {
            return Product.DERBY;
        }
        if (isIn(className, "org.sqlite.")) {
            return Product.SQLITE;
        }
        if (isIn(className, "com.ibm.db2.", "com.ibm.as400.")) {
            return Product.DB2;
        }
        if (isIn(className, "com.clickhouse.", "ru.yandex.clickhouse.", "com.github.housepower.")) {
            return Product.CLICKHOUSE;
        }
        if (isIn(className, "net.snowflake.")) {
            return Product.SNOWFLAKE;
        }
        if (isIn(className, "com.amazon.redshift.")) {
            return Product.REDSHIFT;
        }
        if (isIn(className, "io.cockroachdb.")) {
            return Product.COCKROACHDB;
        }
        if (isIn(className, "io.trino.")) {
            return Product.TRINO;
        }
        if (isIn(className, "com.facebook.presto.", "io.prestosql.")) {
            return Product.PRESTO;
        }
        return isIn(className, "com.sap.db.") ? Product.HANA : Product.OTHER;
    }

    private static boolean isIn(String className, String... packages) {
        for (String prefix : packages) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
