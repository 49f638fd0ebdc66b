package io.querytap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.pool.StallMeter;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StallWatchTest {
    /** One permit for each nap. */
    private final Semaphore naps = new Semaphore(0);

    private final StallWatch watch = new StallWatch(new StallMeter(), () -> {
        naps.release();
        return true;
    });

    private static Thread theThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().equals("querytap-stalls"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Timeout(60)
    void start_interruptedByTheApplication_goesOnUntilTheEnd() throws InterruptedException {
        watch.start();
        naps.acquire();
        Thread thread = theThread();
        assertThat(thread.isDaemon()).isTrue();
        thread.interrupt();
        naps.acquire(3);
        watch.end();
        thread.join();
    }
}
