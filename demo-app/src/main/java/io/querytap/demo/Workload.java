package io.querytap.demo;

import io.querytap.demo.request.RequestKind;
import io.querytap.demo.request.Shop;
import io.querytap.demo.request.ShopRequest;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Several workers take the steps of a plan, one after the other, until none is left. */
final class Workload {

    private final List<RequestPlan.Step> steps;
    private final Map<RequestKind, ShopRequest> requests = new EnumMap<>(RequestKind.class);
    private final AtomicInteger nextStep = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Progress progress;

    Workload(Shop shop, List<RequestPlan.Step> steps, Progress progress) {
        this.steps = steps;
        this.progress = progress;
        for (RequestKind kind : RequestKind.values()) {
            requests.put(kind, kind.of(shop));
        }
    }

    /** Returns how many requests the shop refused or could not serve in time; the first failure of any other kind ends the run. */
    int run(int workers) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(executor.submit(this::takeSteps));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
            return refused.get();
        } finally {
            executor.shutdownNow();
        }
    }

    /** A customer who got no connection in time is turned away; the shop goes on. */
    private static ShopRequest.Outcome handle(ShopRequest request, int number) throws Exception {
        try {
            return request.handle(number);
        } catch (SQLException | RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLTransientConnectionException) {
                    return ShopRequest.Outcome.REFUSED;
                }
            }
            throw failure;
        }
    }

    private Void takeSteps() throws Exception {
        int index;
        while ((index = nextStep.getAndIncrement()) < steps.size()) {
            RequestPlan.Step step = steps.get(index);
            ShopRequest request = Objects.requireNonNull(requests.get(step.kind()), "a request for each kind");
            if (handle(request, step.number()) == ShopRequest.Outcome.REFUSED) {
                refused.incrementAndGet();
            }
            progress.advance();
            Thread.sleep(step.thinkMillis());
        }
        return null;
    }
}
