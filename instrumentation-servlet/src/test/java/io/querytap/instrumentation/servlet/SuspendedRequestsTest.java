package io.querytap.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspendedRequestsTest {
    private final List<Object> abandoned = new ArrayList<>();
    private final SuspendedRequests requests = new SuspendedRequests(abandoned::add);
    private final long now = System.nanoTime();

    /** Equal to every other one: only identity tells requests apart. */
    private static final class Request {
        @Override
        public boolean equals(Object other) {
            return other instanceof Request;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void resume_ofTheSameObject_givesItsUnitOnce() {
        Request one = new Request();
        Request other = new Request();
        requests.suspend(one, "unit of one", now);
        requests.suspend(other, "unit of other", now);
        assertThat(requests.resume(new Request())).isNull();
        assertThat(requests.resume(one)).isEqualTo("unit of one");
        assertThat(requests.resume(one)).isNull();
        assertThat(requests.resume(other)).isEqualTo("unit of other");
        assertThat(requests.isEmpty()).isTrue();
        assertThat(abandoned).isEmpty();
    }

    @Test
    void complete_afterTheFirstCall_endsTheUnit() {
        Request request = new Request();
        requests.suspend(request, "unit", now);
        requests.complete(request, now);
        assertThat(abandoned).containsExactly("unit");
        assertThat(requests.resume(request)).isNull();
    }

    @Test
    void complete_beforeTheFirstCallReturns_endsTheUnitThen() {
        Request request = new Request();
        requests.complete(request, now);
        assertThat(abandoned).isEmpty();
        requests.suspend(request, "unit", now);
        assertThat(abandoned).containsExactly("unit");
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void sweep_afterTheLongestWait_endsTheUnit() {
        Request request = new Request();
        requests.suspend(request, "unit", now);
        requests.sweep(now + SuspendedRequests.MAX_WAIT_NANOS);
        assertThat(abandoned).isEmpty();
        requests.sweep(now + SuspendedRequests.MAX_WAIT_NANOS + 2_000_000_000L);
        assertThat(abandoned).containsExactly("unit");
        assertThat(requests.resume(request)).isNull();
    }

    @Test
    void sweep_afterTheRequestIsGone_endsTheUnit() throws InterruptedException {
        requests.suspend(new Request(), "unit", now);
        long time = now;
        for (int i = 0; i < 100 && abandoned.isEmpty(); i++) {
            System.gc();
            Thread.sleep(10);
            time += 2_000_000_000L;
            requests.sweep(Math.min(time, now + SuspendedRequests.MAX_WAIT_NANOS));
        }
        assertThat(abandoned).containsExactly("unit");
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void suspend_moreThanAreFollowed_endsTheUnitAtOnce() {
        List<Request> held = new ArrayList<>();
        for (int i = 0; i <= SuspendedRequests.MAX_WAITING; i++) {
            held.add(new Request());
            requests.suspend(held.get(i), i, now);
        }
        assertThat(abandoned).containsExactly(SuspendedRequests.MAX_WAITING);
        assertThat(requests.size()).isEqualTo(SuspendedRequests.MAX_WAITING);
    }
}
