package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.StripeHint;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PoolRegistryTest {
    private static final DatabaseIdentity SHOP = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);

    private final PoolRegistry pools = new PoolRegistry();
    private final StripeHint hint = new StripeHint();

    private PoolStats register(String name) {
        return Objects.requireNonNull(pools.register("hikari", name, () -> PoolGauges.Reading.NOTHING));
    }

    @Test
    void snapshots_sameNames_getNumbers() {
        register("orders");
        register("orders");
        register("orders");
        register("stock");
        assertThat(pools.snapshots())
                .extracting(PoolSnapshot::name)
                .containsExactly("orders", "orders#2", "orders#3", "stock");
    }

    @Test
    void snapshots_nameThatLooksNumbered_staysUnique() {
        register("orders");
        register("orders#2");
        register("orders");
        assertThat(pools.snapshots()).extracting(PoolSnapshot::name).containsExactly("orders", "orders#2", "orders#3");
    }

    @Test
    void name_asItBecomesKnown_isConfiguredThenDatabaseThenKind() {
        PoolStats pool = register(null);
        assertThat(pool.name()).isEqualTo("hikari");
        pool.connectsTo(SHOP);
        pool.connectsTo(DatabaseIdentity.UNKNOWN);
        assertThat(pool.name()).isEqualTo("shop");
        pool.named(null);
        assertThat(pool.name()).isEqualTo("shop");
        pool.named("orders");
        assertThat(pool.name()).isEqualTo("orders");
    }

    @Test
    void snapshot_eachKindOfRecord_landsWhereItBelongs() {
        PoolStats pool = Objects.requireNonNull(
                pools.register("hikari", "orders", () -> new PoolGauges.Reading(10, 2, 10, 3, 4, 5)));
        pool.recordWait(hint, 1_000);
        pool.recordWait(hint, 2_000);
        pool.recordTimeout(hint, /* askedNanos= */ 0, 30_000);
        pool.recordUse(hint, 4_000);
        pool.created(hint, /* startNanos= */ 0, 5_000, /* failure= */ null);

        PoolSnapshot snapshot = pools.snapshots().get(0);
        assertThat(snapshot.max()).isEqualTo(10);
        assertThat(snapshot.waitTime().count()).isEqualTo(2);
        assertThat(snapshot.waitTime().sum()).isEqualTo(3_000);
        assertThat(snapshot.timeouts()).isEqualTo(1);
        assertThat(snapshot.useTime().sum()).isEqualTo(4_000);
    }

    @Test
    void uniqueName_twoOfOneName_areToldApartOnceListed() {
        register("shop");
        register("shop");
        PoolStats second = pools.all().get(1);
        assertThat(second.uniqueName()).isEqualTo("shop");
        pools.snapshots();

        assertThat(pools.all().get(0).uniqueName()).isEqualTo("shop");
        assertThat(second.uniqueName()).isEqualTo("shop#2");
    }

    @Test
    void register_pastTheBound_refuses() {
        for (int i = 0; i < 256; i++) {
            register("pool");
        }
        assertThat(pools.register("hikari", "one more", () -> PoolGauges.Reading.NOTHING))
                .isNull();
        assertThat(pools.snapshots())
                .extracting(PoolSnapshot::name)
                .hasSize(256)
                .doesNotHaveDuplicates();
    }
}
