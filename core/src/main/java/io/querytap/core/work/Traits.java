package io.querytap.core.work;

/** What else is known of one execution, as bits of an {@code int}. */
public final class Traits {
    public static final int NONE = 0;

    /** Autocommit was off. */
    public static final int IN_TRANSACTION = 1;

    /** Generated keys were asked for. */
    public static final int GENERATED_KEYS = 1 << 1;

    /** The isolation was REPEATABLE READ or more, and autocommit off. */
    public static final int REPEATABLE_READ = 1 << 2;

    /** The driver was told to send batches as they are, although it could rewrite them into one statement. */
    public static final int BATCH_NOT_REWRITTEN = 1 << 3;

    private Traits() {}
}
