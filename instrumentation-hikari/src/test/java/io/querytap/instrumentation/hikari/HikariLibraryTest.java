package io.querytap.instrumentation.hikari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.pool.PoolGauges;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class HikariLibraryTest {
    @Test
    void read_poolWithoutItsBag_isNotKnownYet() throws ReflectiveOperationException {
        PoolGauges.Reading reading = new HikariLibrary().read(new Pool(new NullPointerException()), /* config= */ null);

        assertThat(reading.used()).isEqualTo(PoolGauges.UNKNOWN);
        assertThat(reading.pending()).isEqualTo(PoolGauges.UNKNOWN);
    }

    @Test
    void read_poolThatFails_isToldTheCaller() {
        assertThatThrownBy(() -> new HikariLibrary().read(new Pool(new IllegalStateException()), /* config= */ null))
                .isInstanceOf(InvocationTargetException.class);
    }

    /** Has the methods of a pool. */
    public static final class Pool {
        private final RuntimeException failure;

        Pool(RuntimeException failure) {
            this.failure = failure;
        }

        public int getActiveConnections() {
            throw failure;
        }

        public int getIdleConnections() {
            throw failure;
        }

        public int getThreadsAwaitingConnection() {
            throw failure;
        }
    }
}
