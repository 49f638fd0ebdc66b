package io.querytap.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DialectNamesTest {
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void find_ownName_isTheDialect(Dialect dialect) {
        assertThat(DialectNames.find(DialectNames.ownName(dialect))).isEqualTo(dialect);
        assertThat(DialectNames.own()).contains(DialectNames.ownName(dialect));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres,POSTGRESQL",
        "pg,POSTGRESQL",
        "PostgreSQL,POSTGRESQL",
        "cockroachdb,POSTGRESQL",
        "aws.redshift,POSTGRESQL",
        "MySQL,MYSQL",
        "mssql,SQLSERVER",
        "sql_server,SQLSERVER",
        "SQL Server,SQLSERVER",
        "microsoft.sql_server,SQLSERVER",
        "oracle.db,ORACLE",
        "ibm.db2,DB2",
        "DB2,DB2",
        "h2database,H2",
        "apache derby,DERBY",
        "other_sql,OTHER",
        "ansi,OTHER",
        "'',OTHER",
        "trino,OTHER",
        "sap.hana,OTHER"
    })
    void find_nameInUse_isItsDialect(String name, Dialect dialect) {
        assertThat(DialectNames.find(name)).isEqualTo(dialect);
    }

    @Test
    void find_anythingElse_isNull() {
        assertThat(DialectNames.find("klingon")).isNull();
        assertThat(DialectNames.find("mysql8")).isNull();
    }
}
