package io.querytap.cache.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionFingerprintTest {
    private static final DatabaseIdentity DATABASE =
            new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "db", "host", 5432);

    private static String fingerprint(String url, String... properties) {
        KeyWriter key = new KeyWriter();
        assertThat(ConnectionFingerprint.write(opened(url, properties), key)).isNull();
        return new String(key.toBytes(), StandardCharsets.UTF_8);
    }

    private static OpenedConnection opened(String url, String... properties) {
        Properties all = new Properties();
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        Connection none = (Connection) Proxy.newProxyInstance(
                ConnectionFingerprintTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) -> null);
        return new OpenedConnection(none, DATABASE, url, all, null);
    }

    @Test
    void write_20OtherUserOrOption_isAnotherFingerprint() {
        String url = "jdbc:postgresql://host/db";
        assertThat(fingerprint(url, "user", "a")).isNotEqualTo(fingerprint(url, "user", "b"));
        assertThat(fingerprint(url + "?currentSchema=a")).isNotEqualTo(fingerprint(url + "?currentSchema=b"));
        assertThat(fingerprint(url, "user", "a")).isEqualTo(fingerprint(url, "user", "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host/db?user=a&password=hidden&x=y",
        "jdbc:mysql://a:hidden@host:3306/db?trustCertificateKeyStorePassword=hidden",
        "jdbc:h2:mem:x;PASSWORD=hidden;MODE=MySQL",
        "'jdbc:mysql://address=(host=h)(password=hidden)(port=1)/db'"
    })
    void write_password_isNoPartOfIt(String url) {
        assertThat(fingerprint(url, "user", "a", "password", "hidden", "sslpassword", "hidden"))
                .doesNotContain("hidden")
                .contains("host");
    }

    @Test
    void write_textBeforeAtSignThatIsNoPassword_isPartOfIt() {
        assertThat(fingerprint("jdbc:h2:mem:a@b")).isNotEqualTo(fingerprint("jdbc:h2:mem:c@b"));
    }

    @Test
    void write_unknownUrl_isRefused() {
        assertThat(ConnectionFingerprint.write(opened(null), new KeyWriter())).isEqualTo(Refusal.SESSION_UNKNOWN);
    }

    @Test
    void write_15IsolationInTheUrl_isRefused() {
        OpenedConnection opened =
                opened("jdbc:mysql://host/db?sessionVariables=transaction_isolation='READ-UNCOMMITTED'");

        assertThat(ConnectionFingerprint.write(opened, new KeyWriter())).isEqualTo(Refusal.READ_UNCOMMITTED);
    }

    @Test
    void of_25SignsOfPooler_areSeen() {
        assertThat(PoolerSigns.of(new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "db", "host", 6432)))
                .isNotNull();
        assertThat(PoolerSigns.of(
                        new DatabaseIdentity("mysql", Dialect.MYSQL, "db", "x.proxy-abc.eu.rds.amazonaws.com", 3306)))
                .isNotNull();
        assertThat(PoolerSigns.of(DATABASE)).isNull();
    }
}
