package io.querytap.core.pattern.lexis;

/** The SQL dialects whose lexical rules differ in ways that matter for normalising. */
public enum Dialect {
    POSTGRESQL,
    MYSQL,
    MARIADB,
    ORACLE,
    SQLSERVER,
    DB2,
    H2,
    HSQLDB,
    DERBY,
    SQLITE,
    CLICKHOUSE,
    SNOWFLAKE,
    OTHER
}
