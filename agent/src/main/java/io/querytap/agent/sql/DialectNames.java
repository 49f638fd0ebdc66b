package io.querytap.agent.sql;

import io.querytap.core.pattern.lexis.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names under which people know dialects: our own, those in daily use, and the values of {@code db.system.name} and the older
 * {@code db.system} of OpenTelemetry. Letter case and everything but letters and digits make no difference, so {@code SQL Server},
 * {@code sql_server} and {@code sqlserver} are one name.
 */
public final class DialectNames {
    private static final Map<String, Dialect> BY_NAME = new HashMap<>();

    static {
        for (Dialect dialect : Dialect.values()) {
            name(dialect, dialect.name());
        }
        name(
                Dialect.POSTGRESQL,
                "postgres",
                "pg",
                "pgsql",
                "psql",
                "cockroachdb",
                "cockroach",
                "aws.redshift",
                "redshift");
        name(Dialect.POSTGRESQL, "edb", "enterprisedb", "greenplum", "yugabytedb", "timescaledb", "alloydb");
        name(Dialect.MYSQL, "tidb", "percona");
        name(Dialect.SQLSERVER, "microsoft.sql_server", "mssql", "tsql", "azure_sql", "mssqlcompact");
        name(Dialect.ORACLE, "oracle.db", "oracle_database", "plsql");
        name(Dialect.DB2, "ibm.db2");
        name(Dialect.H2, "h2database");
        name(Dialect.HSQLDB, "hypersql");
        name(Dialect.DERBY, "apache_derby", "javadb");
        name(Dialect.SQLITE, "sqlite3");
        name(
                Dialect.OTHER,
                "",
                "other_sql",
                "sql",
                "ansi",
                "ansi_sql",
                "standard",
                "generic",
                "unknown",
                "any",
                "default");
        // Products without rules of their own: known, and read as any other.
        name(
                Dialect.OTHER,
                "trino",
                "presto",
                "hive",
                "spark",
                "databricks",
                "athena",
                "bigquery",
                "duckdb",
                "cassandra");
        name(Dialect.OTHER, "sap.hana", "hana", "hanadb", "sap.maxdb", "maxdb", "teradata", "firebirdsql", "firebird");
        name(Dialect.OTHER, "ibm.informix", "informix", "ibm.netezza", "netezza", "gcp.spanner", "spanner", "vertica");
        name(Dialect.OTHER, "actian.ingres", "ingres", "intersystems.cache", "azure.cosmosdb", "sybase", "exasol");
        name(
                Dialect.OTHER,
                "hbase",
                "instantdb",
                "softwareag.adabas",
                "adabas",
                "pervasive",
                "filemaker",
                "coldfusion");
    }

    private DialectNames() {}

    private static void name(Dialect dialect, String... names) {
        for (String name : names) {
            BY_NAME.put(plain(name), dialect);
        }
    }

    /** The dialect of this name, or null where the name is not known. */
    public static @Nullable Dialect find(String name) {
        return BY_NAME.get(plain(name));
    }

    /** Our own names, as they are printed. */
    public static List<String> own() {
        List<String> names = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            names.add(ownName(dialect));
        }
        return names;
    }

    static String ownName(Dialect dialect) {
        return dialect.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                plain.append(Character.toLowerCase(c));
            }
        }
        return plain.toString();
    }
}
