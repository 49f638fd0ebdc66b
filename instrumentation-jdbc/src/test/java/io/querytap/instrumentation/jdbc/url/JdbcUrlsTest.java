package io.querytap.instrumentation.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcUrlsTest {
    private static final String SECRET = "s3cretZq";

    /** Each with one character that ends something in some URL, and that a careful user would have encoded. */
    private static final String[] HOSTILE_PASSWORDS = {
        SECRET,
        "x@" + SECRET,
        "x/" + SECRET,
        "x?" + SECRET,
        "x;" + SECRET,
        "x:" + SECRET,
        "x&" + SECRET,
        "x#" + SECRET,
        "x," + SECRET,
        "x=" + SECRET,
        "x(" + SECRET,
        "x)" + SECRET,
        "x[" + SECRET,
        "x]" + SECRET,
        "x%" + SECRET,
        "x\\" + SECRET,
        "x " + SECRET,
        "x\"" + SECRET,
        "x{" + SECRET,
        "1/" + SECRET,
        "//" + SECRET,
        SECRET + "/x",
        SECRET + "@x",
        SECRET + ":1",
        "%40" + SECRET,
    };

    static List<UrlCase> cases() {
        return UrlCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void identify_knownForms(UrlCase example) {
        assertThat(described(JdbcUrls.identify(example.url, example.properties)))
                .isEqualTo(normalised(example.expected));
    }

    @Test
    void identify_everyTruncation_keepsPasswordOut() {
        for (UrlCase example : cases()) {
            String url = example.urlWithPassword(SECRET);
            // A password cut off in the middle is one, too.
            for (int end = 0; end <= url.length(); end++) {
                assertKeepsOut("s3", url.substring(0, end), example.properties);
            }
            for (int start = 1; start <= url.length(); start++) {
                JdbcUrls.identify(url.substring(start), example.properties);
            }
        }
    }

    @Test
    void identify_hostilePassword_keepsItOut() {
        for (UrlCase example : cases()) {
            for (String password : HOSTILE_PASSWORDS) {
                assertKeepsOut(SECRET, example.urlWithPassword(password), example.properties);
            }
        }
    }

    @Test
    void identify_properPassword_doesNotChangeTheIdentity() {
        for (UrlCase example : cases()) {
            assertThat(described(JdbcUrls.identify(example.urlWithPassword("p%40ss-W0rd"), example.properties)))
                    .as(example.url)
                    .isEqualTo(normalised(example.expected));
        }
    }

    @Test
    void identify_mutations_neverThrow() {
        Random random = new Random(20260101);
        List<UrlCase> cases = cases();
        String alphabet = "/:@()[]{}=;,?&#%\\\"!.|~ \u0000\n\ud83d\udc18aZ09";
        for (int round = 0; round < 100_000; round++) {
            StringBuilder url = new StringBuilder(cases.get(random.nextInt(cases.size())).url);
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                int at = random.nextInt(url.length() + 1);
                char character = alphabet.charAt(random.nextInt(alphabet.length()));
                if (at < url.length() && random.nextBoolean()) {
                    url.setCharAt(at, character);
                } else {
                    url.insert(at, character);
                }
            }
            assertSound(url.toString());
        }
    }

    @Test
    void identify_randomText_neverThrows() {
        Random random = new Random(20260102);
        String alphabet = "/:@()[]=;,?&#%\\hostpr01";
        String[] prefixes = {
            "",
            "jdbc:",
            "jdbc:postgresql:",
            "jdbc:mysql://",
            "jdbc:sqlserver://",
            "jdbc:oracle:thin:@",
            "jdbc:h2:",
            "jdbc:hsqldb:http://",
            "jdbc:derby:",
            "jdbc:sqlite:",
            "jdbc:db2:",
            "jdbc:ch:",
            "jdbc:snowflake://",
            "jdbc:trino://",
            "jdbc:sap://",
            "jdbc:tc:",
            "jdbc:redshift:iam://",
            "jdbc:x://",
            "jdbc:oracle:thin:@(HOST"
        };
        for (int round = 0; round < 100_000; round++) {
            StringBuilder url = new StringBuilder(prefixes[random.nextInt(prefixes.length)]);
            for (int length = random.nextInt(24); length > 0; length--) {
                url.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertSound(url.toString());
        }
    }

    @Test
    void identify_hugeUrl_isBounded() {
        String huge = "x".repeat(1_000_000);
        assertThat(JdbcUrls.identify("jdbc:h2:mem:" + huge, null).namespace()).hasSize(255);
        assertThat(JdbcUrls.identify("jdbc:oracle:thin:@" + "(".repeat(1_000_000), null)
                        .system())
                .isEqualTo("oracle.db");
        assertThat(JdbcUrls.identify("jdbc:mysql://db1/x?" + "a&".repeat(500_000), null)
                        .serverAddress())
                .isEqualTo("db1");
        assertThat(JdbcUrls.identify("jdbc:" + huge, null)).isEqualTo(DatabaseIdentity.UNKNOWN);
    }

    @Test
    void identify_nothing_isUnknown() {
        assertThat(JdbcUrls.identify(null, null)).isEqualTo(DatabaseIdentity.UNKNOWN);
        assertThat(JdbcUrls.identify("", new Properties())).isEqualTo(DatabaseIdentity.UNKNOWN);
    }

    @Test
    void identify_withoutProperties_readsTheUrl() {
        assertThat(described(JdbcUrls.identify("jdbc:postgresql://db1/?user=app", null)))
                .isEqualTo("postgresql app db1 -");
    }

    @Test
    void identify_propertiesThatThrow_stillTellsTheProduct() {
        Properties broken = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getProperty(String key) {
                throw new IllegalStateException("closed");
            }
        };
        assertThat(described(JdbcUrls.identify("jdbc:postgresql://db1/orders", broken)))
                .isEqualTo("postgresql - - -");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql:x, POSTGRESQL",
        "jdbc:cockroachdb://h/x, POSTGRESQL",
        "jdbc:redshift://h/x, POSTGRESQL",
        "jdbc:opengauss://h/x, POSTGRESQL",
        "jdbc:mysql://h/x, MYSQL",
        "jdbc:mariadb://h/x, MARIADB",
        "jdbc:sqlserver://h, SQLSERVER",
        "jdbc:jtds:sqlserver://h, SQLSERVER",
        "jdbc:jtds:sybase://h, OTHER",
        "jdbc:oracle:thin:@x, ORACLE",
        "jdbc:h2:mem:x;MODE=PostgreSQL, H2",
        "jdbc:hsqldb:mem:x, HSQLDB",
        "jdbc:derby:x, DERBY",
        "jdbc:sqlite:x, SQLITE",
        "jdbc:db2:x, DB2",
        "jdbc:as400://h, DB2",
        "jdbc:ch://h, CLICKHOUSE",
        "jdbc:snowflake://h, SNOWFLAKE",
        "jdbc:trino://h, OTHER",
        "jdbc:sap://h, OTHER",
        "jdbc:tc:mariadb:///x, MARIADB",
        "jdbc:none:x, OTHER",
    })
    void identify_dialect(String url, Dialect dialect) {
        assertThat(JdbcUrls.identify(url, null).dialect()).isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource({
        "org.postgresql.jdbc.PgConnection, postgresql, POSTGRESQL",
        "com.impossibl.postgres.jdbc.PGDirectConnection, postgresql, POSTGRESQL",
        "com.mysql.cj.jdbc.ConnectionImpl, mysql, MYSQL",
        "com.mysql.jdbc.JDBC4Connection, mysql, MYSQL",
        "org.mariadb.jdbc.Connection, mariadb, MARIADB",
        "com.microsoft.sqlserver.jdbc.SQLServerConnection, microsoft.sql_server, SQLSERVER",
        "net.sourceforge.jtds.jdbc.JtdsConnection, microsoft.sql_server, SQLSERVER",
        "oracle.jdbc.driver.T4CConnection, oracle.db, ORACLE",
        "org.h2.jdbc.JdbcConnection, h2database, H2",
        "org.hsqldb.jdbc.JDBCConnection, hsqldb, HSQLDB",
        "org.apache.derby.impl.jdbc.EmbedConnection, derby, DERBY",
        "org.apache.derby.client.net.NetConnection, derby, DERBY",
        "org.sqlite.jdbc4.JDBC4Connection, sqlite, SQLITE",
        "com.ibm.db2.jcc.t4.b, ibm.db2, DB2",
        "com.ibm.as400.access.AS400JDBCConnection, ibm.db2, DB2",
        "com.clickhouse.jdbc.internal.ClickHouseConnectionImpl, clickhouse, CLICKHOUSE",
        "net.snowflake.client.jdbc.SnowflakeConnectionV1, other_sql, SNOWFLAKE",
        "com.amazon.redshift.jdbc.RedshiftConnectionImpl, aws.redshift, POSTGRESQL",
        "io.cockroachdb.jdbc.CockroachConnection, cockroachdb, POSTGRESQL",
        "io.trino.jdbc.TrinoConnection, trino, OTHER",
        "com.facebook.presto.jdbc.PrestoConnection, other_sql, OTHER",
        "com.sap.db.jdbc.ConnectionSapDB, sap.hana, OTHER",
        "com.zaxxer.hikari.pool.HikariProxyConnection, other_sql, OTHER",
        "org.h2x.Connection, other_sql, OTHER",
        "'', other_sql, OTHER",
    })
    void identifyDriverClass_tellsProductOnly(String className, String system, Dialect dialect) {
        assertThat(JdbcUrls.systemOfDriverClass(className)).isEqualTo(system);
        DatabaseIdentity identity = JdbcUrls.identifyDriverClass(className);
        assertThat(described(identity)).isEqualTo(system + " - - -");
        assertThat(identity.dialect()).isEqualTo(dialect);
    }

    @Test
    void cases_areAsManyAsPromised() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(120);
    }

    private static void assertKeepsOut(String secret, String url, Properties properties) {
        assertThat(JdbcUrls.identify(url, properties).toString()).as(url).doesNotContain(secret);
    }

    /** Whatever came in: a host looks like one, and what is told fits an attribute. */
    private static void assertSound(String url) {
        DatabaseIdentity identity = JdbcUrls.identify(url, null);
        String host = identity.serverAddress();
        if (host != null) {
            assertThat(host).as(url).isNotEmpty().matches("[^/@?&=;,()\\[\\]\\s]+");
        }
        assertThat(identity.serverPort()).as(url).isBetween(-1, 65_535);
        if (identity.namespace() != null) {
            assertThat(identity.namespace()).as(url).isNotBlank().doesNotContain("@", "=", "&", "?", ";", "\n");
        }
    }

    private static String described(DatabaseIdentity identity) {
        return identity.system()
                + ' '
                + orDash(identity.namespace()).replace(' ', '_')
                + ' '
                + orDash(identity.serverAddress())
                + ' '
                + (identity.serverPort() < 0 ? "-" : String.valueOf(identity.serverPort()));
    }

    private static String orDash(String text) {
        return text == null ? "-" : text;
    }

    private static String normalised(String expected) {
        return expected.replaceAll(" +", " ");
    }
}
