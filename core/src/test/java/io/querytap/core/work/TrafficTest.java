package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Workshop shop = Workshop.detecting();
    private final ConnectionWork connection = shop.connection();

    @Test
    void count_everythingAUnitDoes_isSummedByName() {
        for (int i = 0; i < 3; i++) {
            shop.units.entryBegins("entry", null);
            connection.leased("pool", System.nanoTime(), 0);
            shop.execute(connection, "SELECT 1", 1);
            connection.protocolTrips(2);
            connection.emptyTransaction();
            connection.returned(System.nanoTime() + 2 * Workshop.LONG_IDLE_NANOS);
            shop.units.entryEnds(null);
        }

        Traffic.Counts counts = shop.units.traffic().byName().get("entry");
        assertThat(counts.units()).isEqualTo(3);
        assertThat(counts.executions()).isEqualTo(3);
        assertThat(counts.leases()).isEqualTo(3);
        assertThat(counts.heldIdle()).isEqualTo(3);
        assertThat(counts.protocolTrips()).isEqualTo(6);
        assertThat(counts.emptyTransactions()).isEqualTo(3);
    }

    @Test
    void count_unitsThatDidNothing_areLeftOut() {
        shop.units.entryBegins("health", null);
        shop.units.entryEnds(null);

        assertThat(shop.units.traffic().byName()).doesNotContainKey("health");
    }

    @Test
    void count_moreNamesThanAreKeptApart_areOneSum() {
        int more = 50;
        for (int i = 0; i < Traffic.MAX_NAMES + more; i++) {
            shop.units.entryBegins("GET /" + i, null);
            shop.execute(connection, "SELECT 1", 1);
            shop.units.entryEnds(null);
        }

        assertThat(shop.units.traffic().byName()).hasSize(Traffic.MAX_NAMES + 1);
        assertThat(shop.units.traffic().byName().get(Traffic.OTHER).units())
                .isEqualTo(more + 1); // the warm-up has a name
    }
}
