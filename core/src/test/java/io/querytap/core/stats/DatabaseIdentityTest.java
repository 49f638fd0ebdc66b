package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import org.junit.jupiter.api.Test;

class DatabaseIdentityTest {
    @Test
    void displayName_asFarAsKnown_isNeverEmpty() {
        assertThat(identity("shop", "db.example.org", 5433).displayName()).isEqualTo("db.example.org:5433/shop");
        assertThat(identity("shop", "db.example.org", -1).displayName()).isEqualTo("db.example.org/shop");
        assertThat(identity("shop", null, 5433).displayName()).isEqualTo("shop");
        assertThat(identity(null, "db.example.org", 5433).displayName()).isEqualTo("db.example.org:5433");
        assertThat(identity(null, null, -1).displayName()).isEqualTo("postgresql");
        assertThat(identity(null, null, -1)).hasToString("postgresql postgresql");
    }

    @Test
    void equals_everyPart_decides() {
        DatabaseIdentity one = identity("shop", "db", 5432);
        assertThat(one).isEqualTo(identity("shop", "db", 5432)).hasSameHashCodeAs(identity("shop", "db", 5432));
        assertThat(one)
                .isNotEqualTo(identity("other", "db", 5432))
                .isNotEqualTo(identity("shop", "db2", 5432))
                .isNotEqualTo(identity("shop", "db", -1))
                .isNotEqualTo(new DatabaseIdentity("cockroachdb", Dialect.POSTGRESQL, "shop", "db", 5432))
                .isNotEqualTo("shop");
    }

    private static DatabaseIdentity identity(String namespace, String address, int port) {
        return new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, namespace, address, port);
    }
}
