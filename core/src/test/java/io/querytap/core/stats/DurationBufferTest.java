package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DurationBufferTest {
    private final DurationRecorder recorder = new DurationRecorder();
    private final StripeHint hint = new StripeHint();
    private final StripeHint readersHint = new StripeHint();
    private final DurationBuffer buffer = new DurationBuffer(recorder, hint);

    @Test
    void drain_fewerThanFit_givesEachOnce() {
        buffer.record(1_000);
        buffer.record(3_000);
        assertThat(recorder.snapshot().count()).isZero();

        buffer.drain(readersHint);
        buffer.drain(readersHint);

        assertThat(recorder.snapshot().count()).isEqualTo(2);
        assertThat(recorder.snapshot().sum()).isEqualTo(4_000);
    }

    @Test
    void record_moreThanFit_loseNothing() {
        int many = 5 * DurationBuffer.CAPACITY + 3;
        long sum = 0;
        for (int i = 1; i <= many; i++) {
            buffer.record(i);
            sum += i;
        }
        assertThat(recorder.snapshot().count()).isEqualTo(5 * DurationBuffer.CAPACITY);

        buffer.drain(readersHint);

        assertThat(recorder.snapshot().count()).isEqualTo(many);
        assertThat(recorder.snapshot().sum()).isEqualTo(sum);
        assertThat(recorder.snapshot().max()).isEqualTo(many);
    }

    @Test
    void drain_whileItIsWritten_countsEachOnceAndNeverFewerThanBefore() throws InterruptedException {
        int many = 300_000;
        AtomicBoolean written = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < many; i++) {
                buffer.record(7);
            }
            written.set(true);
        });
        writer.start();
        long before = 0;
        while (!written.get()) {
            buffer.drain(readersHint);
            long now = recorder.snapshot().count();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        writer.join();
        buffer.drain(readersHint);

        assertThat(recorder.snapshot().count()).isEqualTo(many);
        assertThat(recorder.snapshot().sum()).isEqualTo(7L * many);
    }
}
