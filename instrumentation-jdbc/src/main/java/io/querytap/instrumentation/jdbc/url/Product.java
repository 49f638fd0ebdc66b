package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import org.jspecify.annotations.Nullable;

/** A database product by its name in the OpenTelemetry conventions, and the only maker of identities in this package. */
final class Product {
    static final Product POSTGRESQL = new Product("postgresql", Dialect.POSTGRESQL, 5432);
    static final Product COCKROACHDB = new Product("cockroachdb", Dialect.POSTGRESQL, 26257);
    static final Product REDSHIFT = new Product("aws.redshift", Dialect.POSTGRESQL, 5439);
    static final Product MYSQL = new Product("mysql", Dialect.MYSQL, 3306);
    static final Product MARIADB = new Product("mariadb", Dialect.MARIADB, 3306);
    static final Product SQL_SERVER = new Product("microsoft.sql_server", Dialect.SQLSERVER, 1433);
    static final Product ORACLE = new Product("oracle.db", Dialect.ORACLE, 1521);
    static final Product H2 = new Product("h2database", Dialect.H2, 9092);
    static final Product HSQLDB = new Product("hsqldb", Dialect.HSQLDB, 9001);
    static final Product DERBY = new Product("derby", Dialect.DERBY, 1527);
    static final Product SQLITE = new Product("sqlite", Dialect.SQLITE, Server.NO_PORT);
    static final Product DB2 = new Product("ibm.db2", Dialect.DB2, 50000);
    static final Product CLICKHOUSE = new Product("clickhouse", Dialect.CLICKHOUSE, 8123);
    static final Product TRINO = new Product("trino", Dialect.OTHER, 8080);
    static final Product HANA = new Product("sap.hana", Dialect.OTHER, 30015);

    /** The conventions list no Snowflake. */
    static final Product SNOWFLAKE = new Product("other_sql", Dialect.SNOWFLAKE, 443);

    /** The conventions list Trino, but not the Presto it came from. */
    static final Product PRESTO = new Product("other_sql", Dialect.OTHER, 8080);

    static final Product OTHER = new Product("other_sql", Dialect.OTHER, Server.NO_PORT);

    private final String system;
    private final Dialect dialect;
    private final int defaultPort;
    private final DatabaseIdentity unlocated;

    private Product(String system, Dialect dialect, int defaultPort) {
        this.system = system;
        this.dialect = dialect;
        this.defaultPort = defaultPort;
        this.unlocated = new DatabaseIdentity(system, dialect, null, null, Server.NO_PORT);
    }

    String system() {
        return system;
    }

    /** Nothing known but the product. */
    DatabaseIdentity unlocated() {
        return unlocated;
    }

    /** A database inside the process, or one whose server is not told by the URL. */
    DatabaseIdentity withoutServer(@Nullable String namespace) {
        return at(new Server(null, Server.NO_PORT), namespace);
    }

    DatabaseIdentity at(Server server, @Nullable String namespace) {
        return at(server, namespace, defaultPort);
    }

    /** @param usualPort the port that goes without saying here; some products have another one for each of their protocols */
    DatabaseIdentity at(Server server, @Nullable String namespace, int usualPort) {
        String host = server.host();
        boolean portMatters = host != null && server.port() != usualPort;
        return new DatabaseIdentity(
                system, dialect, Texts.name(namespace), host, portMatters ? server.port() : Server.NO_PORT);
    }
}
