package io.querytap.demo;

import io.querytap.demo.request.RequestKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All requests of a run in an order that looks random and is the same every time. */
final class RequestPlan {

    private static final long SEED = 42;

    private RequestPlan() {}

    /**
     * One request.
     *
     * @param kind what is asked
     * @param number the how-manieth of its kind, from 0
     * @param thinkMillis how long the worker pauses before it takes the next
     */
    record Step(RequestKind kind, int number, int thinkMillis) {}

    static List<Step> shuffled() {
        Random random = new Random(SEED);
        List<Step> steps = new ArrayList<>();
        for (RequestKind kind : RequestKind.values()) {
            for (int number = 0; number < kind.count(); number++) {
                steps.add(new Step(kind, number, 30 + random.nextInt(40)));
            }
        }
        Collections.shuffle(steps, random);
        return List.copyOf(steps);
    }
}
