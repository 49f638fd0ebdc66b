package io.querytap.cache.shared;

import org.jspecify.annotations.Nullable;

/** What a look into the shared tier found. Immutable. */
public final class SharedLook {
    /** The tier did not answer. */
    public static final SharedLook UNAVAILABLE = new SharedLook(Outcome.UNAVAILABLE, null, null, 0);

    /** A table is being written. */
    public static final SharedLook FENCED = new SharedLook(Outcome.FENCED, null, null, 0);

    /** What came of it. */
    public enum Outcome {
        FOUND,
        ABSENT,
        FENCED,
        UNAVAILABLE
    }

    private final Outcome outcome;
    private final @Nullable SharedStamp stamp;
    private final byte @Nullable [] payload;
    private final long remainingMillis;

    private SharedLook(Outcome outcome, @Nullable SharedStamp stamp, byte @Nullable [] payload, long remainingMillis) {
        this.outcome = outcome;
        this.stamp = stamp;
        this.payload = payload;
        this.remainingMillis = remainingMillis;
    }

    /** The generations are known, and there is no entry that is current. */
    public static SharedLook absent(SharedStamp stamp) {
        return new SharedLook(Outcome.ABSENT, stamp, null, 0);
    }

    /**
     * There is an entry, and it is current.
     *
     * @param remainingMillis what is left of its time to live
     */
    public static SharedLook found(SharedStamp stamp, byte[] payload, long remainingMillis) {
        return new SharedLook(Outcome.FOUND, stamp, payload, remainingMillis);
    }

    public Outcome outcome() {
        return outcome;
    }

    /** The generations as they are; null where unavailable or fenced. */
    public @Nullable SharedStamp stamp() {
        return stamp;
    }

    /** The entry's bytes as they were put; null unless found. */
    public byte @Nullable [] payload() {
        return payload;
    }

    public long remainingMillis() {
        return remainingMillis;
    }
}
