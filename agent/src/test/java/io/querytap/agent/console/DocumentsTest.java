package io.querytap.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger made = new AtomicInteger();
    private long costNanos;
    private final Documents documents = new Documents(this::make, now::get);

    private byte[] make() {
        now.addAndGet(costNanos);
        return ("{\"n\":" + made.incrementAndGet() + '}').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void current_withinASecond_isTheSame() {
        Document first = documents.current();
        now.addAndGet(Documents.SHARED_NANOS - 1);
        assertThat(documents.current()).isSameAs(first);
        now.addAndGet(1);
        assertThat(documents.current()).isNotSameAs(first);
        assertThat(made).hasValue(2);
    }

    @Test
    void current_thatIsExpensive_takesATenthOfAProcessorAtMost() {
        costNanos = TimeUnit.SECONDS.toNanos(3);
        documents.current();
        now.addAndGet(Documents.TIMES_ITS_COST * costNanos - 1);
        documents.current();
        assertThat(made).hasValue(1);
        now.addAndGet(1);
        documents.current();
        assertThat(made).hasValue(2);
    }

    @Test
    void current_askedByMany_isMadeOnce() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Document>> asking = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                asking.add(documents::current);
            }
            for (Future<Document> answer : many.invokeAll(asking)) {
                assertThat(answer.get()).isSameAs(documents.current());
            }
        } finally {
            many.shutdownNow();
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void clear_forgets() {
        documents.current();
        documents.clear();
        documents.current();
        assertThat(made).hasValue(2);
    }
}
