package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BorrowingTest {
    private static final long SECOND = 1_000_000_000L;

    private final Workshop shop = Workshop.all();
    private final ConnectionWork connection = shop.connection();
    private final ConnectionWork other = shop.connection();
    private final long start = System.nanoTime();

    @Test
    void isUnitOver_entryPointEnded_isTrueUntilGivenBack() {
        shop.units.entryBegins("GET /orders", null);
        connection.leased("shop", start, 0);
        assertThat(connection.isUnitOver()).isFalse();
        assertThat(connection.doesUnitGoOn()).isTrue();

        shop.units.entryEnds(null);
        assertThat(connection.isUnitOver()).isTrue();
        assertThat(connection.doesUnitGoOn()).isFalse();

        connection.returned(start + SECOND);
        assertThat(connection.isUnitOver()).isFalse();
    }

    @Test
    void isUnitOver_endlessTaskCutInPieces_isFalseUntilTheTaskEnds() {
        shop.units.taskBegins(null);
        connection.leased("shop", start, 0);
        other.leased("shop", start, 0);
        shop.executeAt(other, "SELECT 1", 0, start);
        shop.executeAt(other, "SELECT 1", 0, start + 5 * SECOND);
        assertThat(shop.units.traffic().byName().values().iterator().next().units())
                .as("the first piece has ended")
                .isEqualTo(1);
        assertThat(connection.isUnitOver()).isFalse();

        shop.units.taskEnds();
        assertThat(connection.isUnitOver()).isTrue();
    }

    @Test
    void isUnitOver_endOfAnotherLease_saysNothing() {
        other.leased("shop", start, 0);
        connection.leased("shop", start, 0);
        other.returned(start + 1_000);

        assertThat(connection.isUnitOver()).isFalse();
        assertThat(connection.doesUnitGoOn()).isFalse();
    }

    @Test
    void isUnitOver_taskOfARequest_isFalseWhileTheRequestGoesOn() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            shop.units.entryBegins("GET /orders", null);
            other.leased("shop", start, 0);
            Object carried = shop.units.carry();
            pool.submit(() -> {
                        shop.units.taskBegins(carried);
                        connection.leased("shop", start, 0);
                        shop.units.taskEnds();
                    })
                    .get();
            assertThat(connection.isUnitOver()).isFalse();

            shop.units.entryEnds(null);
            assertThat(connection.isUnitOver()).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void isUnitOver_innerTaskOnTheSameThreadEnds_isFalse() {
        shop.units.taskBegins(null);
        connection.leased("shop", start, 0);
        shop.units.taskBegins(null);
        shop.execute(other, "SELECT 1", 0);
        shop.units.taskEnds();
        assertThat(connection.isUnitOver()).isFalse();

        shop.units.taskEnds();
        assertThat(connection.isUnitOver()).isTrue();
    }

    @Test
    void unitName_lostConnection_isThatOfTheUnitThatBorrowedIt() {
        shop.units.entryBegins("GET", null);
        connection.leased("shop", start, 0);
        shop.units.entryEnds("GET /orders/{id}");
        shop.units.entryBegins("GET /other", null);
        shop.execute(other, "SELECT 1", 0);

        assertThat(connection.unitName()).isEqualTo("GET /orders/{id}");
        assertThat(connection.unitKind()).isEqualTo(UnitKind.ENTRY);
        shop.units.entryEnds(null);
    }

    @Test
    void isOfPresentUnit_onlyInTheUnitThatBorrowedIt() {
        shop.units.entryBegins("GET /orders", null);
        connection.leased("shop", start, 0);
        assertThat(connection.isOfPresentUnit()).isTrue();
        shop.units.entryEnds(null);
        assertThat(connection.isOfPresentUnit()).isFalse();

        shop.units.entryBegins("GET /orders", null);
        assertThat(connection.isOfPresentUnit()).isFalse();
        shop.units.entryEnds(null);
    }
}
