package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Tells which database a connection goes to, from what the application passed to the driver. Sends no query, resolves no name,
 * never throws, and keeps no credentials: where a URL is so broken that a password could be taken for something else, only the
 * product is told.
 */
public final class JdbcUrls {
    /** Bounds the scan; Oracle descriptors of a large cluster stay well below. What is longer is read as if cut here. */
    private static final int MAX_URL_CHARS = 16_384;

    /** Wrapping drivers put their name before that of the wrapped one; nobody stacks more than a few. */
    private static final int MAX_WRAPPERS = 4;

    private JdbcUrls() {}

    /**
     * @param url as passed to {@code Driver.connect}
     * @param properties as passed to {@code Driver.connect}; read, not kept
     */
    public static DatabaseIdentity identify(@Nullable String url, @Nullable Properties properties) {
        String location = url == null ? null : withoutScheme(url);
        for (int wrappers = 0; location != null && wrappers <= MAX_WRAPPERS; wrappers++) {
            int colon = location.indexOf(':');
            if (colon < 0) {
                return DatabaseIdentity.UNKNOWN;
            }
            String subprotocol = location.substring(0, colon).toLowerCase(Locale.ROOT);
            location = location.substring(colon + 1);
            if (!isWrapper(subprotocol)) {
                return identify(familyOf(subprotocol), location, properties == null ? new Properties() : properties);
            }
        }
        return DatabaseIdentity.UNKNOWN;
    }

    /**
     * What MariaDB's driver sets in a new session by {@code sessionVariables}, if the URL and the properties say that for certain.
     * A URL that goes through a wrapper says nothing: the wrapper may change it.
     */
    public static @Nullable String mariadbSessionVariables(@Nullable String url, @Nullable Properties properties) {
        String location = url == null || url.length() > MAX_URL_CHARS ? null : withoutScheme(url);
        if (location == null || !Texts.startsWith(location, "mariadb:") && !Texts.startsWith(location, "mysql:")) {
            return null;
        }
        try {
            return MySqlUrls.sessionVariables(
                    location.substring(location.indexOf(':') + 1), properties == null ? new Properties() : properties);
        } catch (RuntimeException e) {
            return null; // as in identify
        }
    }

    /**
     * Whether the URL or the properties switch a setting on, for a driver that separates settings by {@code &} and the URL from
     * them by {@code ?}. Where the two contradict each other it may be off all the same.
     */
    public static boolean isOn(@Nullable String url, @Nullable Properties properties, String setting) {
        try {
            int start = url == null || url.length() > MAX_URL_CHARS ? -1 : url.indexOf('?');
            String inUrl = url == null || start < 0 ? "" : url.substring(start + 1);
            Settings settings = new Settings(inUrl, "&", properties == null ? new Properties() : properties);
            return isTrue(settings.inUrl(setting)) || isTrue(settings.inProperties(setting));
        } catch (RuntimeException e) {
            return true; // as in identify; nothing is said then of a setting that is off
        }
    }

    private static boolean isTrue(@Nullable String value) {
        return value != null && (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("yes"));
    }

    /** {@code db.system.name} of the database that a driver's class talks to; {@code other_sql} if the driver is not known. */
    public static String systemOfDriverClass(@Nullable String className) {
        return DriverClasses.productOf(className).system();
    }

    /** For a connection whose URL was never seen: product and dialect by the driver's class, nothing else. */
    public static DatabaseIdentity identifyDriverClass(@Nullable String className) {
        return DriverClasses.productOf(className).unlocated();
    }

    /** The one place that knows all sub-protocols. Families are made per call: connecting is rare, and most are never loaded. */
    static UrlFamily familyOf(String subprotocol) {
        switch (subprotocol) {
            case "postgresql":
            case "pgsql":
            case "opengauss":
            case "gaussdb":
                return new PostgresUrls(Product.POSTGRESQL, 5432);
            case "yugabytedb":
                return new PostgresUrls(Product.POSTGRESQL, 5433);
            case "cockroachdb":
                return new PostgresUrls(Product.COCKROACHDB, 26257);
            case "redshift":
                return new PostgresUrls(Product.REDSHIFT, 5439);
            case "mysql":
            case "mysql+srv":
                return new MySqlUrls(Product.MYSQL);
            case "mariadb":
                return new MySqlUrls(Product.MARIADB);
            case "sqlserver":
            case "jtds":
            case "microsoft":
                return new SqlServerUrls();
            case "oracle":
                return new OracleUrls();
            case "h2":
                return new H2Urls();
            case "hsqldb":
                return new HsqldbUrls();
            case "derby":
                return new DerbyUrls();
            case "sqlite":
                return new SqliteUrls();
            case "db2":
            case "db2j":
            case "as400":
                return new Db2Urls();
            case "clickhouse":
            case "ch":
                return new ClickHouseUrls();
            case "snowflake":
                return new SnowflakeUrls();
            case "trino":
                return new TrinoUrls(Product.TRINO);
            case "presto":
                return new TrinoUrls(Product.PRESTO);
            case "sap":
                return new HanaUrls();
            case "tc":
                return new TestcontainersUrls();
            default:
                return new OtherUrls();
        }
    }

    private static DatabaseIdentity identify(UrlFamily family, String location, Properties properties) {
        try {
            return family.identify(location, properties);
        } catch (RuntimeException e) {
            // Properties can be a subclass of the application's with a mind of its own.
            return family.product().unlocated();
        }
    }

    /** Drivers that hand the rest of the URL to another driver. */
    private static boolean isWrapper(String subprotocol) {
        switch (subprotocol) {
            case "p6spy":
            case "log4jdbc":
            case "otel":
            case "tracing":
            case "aws-wrapper":
                return true;
            default:
                return false;
        }
    }

    private static @Nullable String withoutScheme(String url) {
        String text = (url.length() <= MAX_URL_CHARS ? url : url.substring(0, MAX_URL_CHARS)).trim();
        if (Texts.startsWith(text, "jdbc:")) {
            return text.substring("jdbc:".length());
        }
        // The AWS Secrets Manager driver replaces the scheme itself.
        return Texts.startsWith(text, "jdbc-secretsmanager:") ? text.substring("jdbc-secretsmanager:".length()) : null;
    }
}
