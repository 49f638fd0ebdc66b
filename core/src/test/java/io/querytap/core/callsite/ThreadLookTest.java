package io.querytap.core.callsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadLookTest {
    private static StackTraceElement frame(String typeAndMethod) {
        int dot = typeAndMethod.lastIndexOf('.');
        return new StackTraceElement(typeAndMethod.substring(0, dot), typeAndMethod.substring(dot + 1), "A.java", 7);
    }

    private static ThreadLook look(String... frames) {
        return ThreadLook.of(Arrays.stream(frames).map(ThreadLookTest::frame).toArray(StackTraceElement[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.Thread.sleep, sleeps",
        "java.lang.Thread.sleep0, sleeps",
        "sun.nio.ch.NioSocketImpl.read, waits for the network",
        "java.net.SocketInputStream.read, waits for the network",
        "java.lang.Object.wait, waits for another thread",
        "java.util.concurrent.locks.LockSupport.park, waits for another thread",
        "java.io.FileInputStream.readBytes, reads or writes a file",
        "java.util.ArrayList.add, works",
        "com.acme.Shop.order, works",
    })
    void of_innermostFrames_tellWhatTheThreadDoes(String innermost, String doing) {
        assertThat(look(innermost, "com.acme.Shop.order").doing()).isEqualTo(doing);
    }

    @Test
    void of_waitBelowTheApplicationsFrame_isNotWhatItDoes() {
        assertThat(look("com.acme.Shop.order", "java.lang.Thread.sleep").doing())
                .isEqualTo("works");
    }

    @Test
    void of_framesOfFrameworks_areLeftOut() {
        ThreadLook look = look(
                "java.lang.Thread.sleep",
                "com.acme.Shop.lambda$order$3",
                "org.springframework.tx.Template.execute",
                "com.acme.Main.main");

        assertThat(look.site().site()).isEqualTo("com.acme.Shop.order(A.java:7)");
        assertThat(look.site().stack())
                .containsExactly("com.acme.Shop.order(A.java:7)", "com.acme.Main.main(A.java:7)");
        assertThat(look.inDriver()).isFalse();
    }

    @Test
    void of_driverInnermost_isInTheDriver() {
        assertThat(look("sun.nio.ch.NioSocketImpl.read", "org.postgresql.core.PGStream.receive", "com.acme.Shop.order")
                        .inDriver())
                .isTrue();
    }

    @Test
    void of_driverBehindTheApplication_isNotInTheDriver() {
        assertThat(look("com.acme.RowMapper.map", "org.h2.tools.Callback.row", "com.acme.Shop.order")
                        .inDriver())
                .isFalse();
    }

    @Test
    void at_threadThatHasEnded_saysNothing() throws InterruptedException {
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();

        ThreadLook look = ThreadLook.at(thread);

        assertThat(look.doing()).isEmpty();
        assertThat(look.site().site()).isNull();
    }

    @Test
    void at_threadThatWaits_seesIt() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                never.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        try {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (thread.getState() != Thread.State.WAITING && System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
            assertThat(ThreadLook.at(thread).doing()).isEqualTo("waits for another thread");
        } finally {
            thread.interrupt();
            thread.join();
        }
    }
}
