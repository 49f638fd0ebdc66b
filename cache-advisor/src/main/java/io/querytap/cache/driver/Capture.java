package io.querytap.cache.driver;

import io.querytap.cache.eligibility.Refusal;
import org.jspecify.annotations.Nullable;

/** What came of the attempt to take a result: the result, or why not. Immutable. */
public final class Capture {
    private final @Nullable CapturedResult result;
    private final @Nullable Refusal refusal;

    private Capture(@Nullable CapturedResult result, @Nullable Refusal refusal) {
        this.result = result;
        this.refusal = refusal;
    }

    public static Capture of(CapturedResult result) {
        return new Capture(result, null);
    }

    public static Capture refused(Refusal why) {
        return new Capture(null, why);
    }

    public @Nullable CapturedResult result() {
        return result;
    }

    public @Nullable Refusal refusal() {
        return refusal;
    }
}
