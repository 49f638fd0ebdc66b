package io.querytap.core.cache;

/** What the executions of one text mean to the cache; opaque to whoever keeps it beside a statement. Immutable. */
public interface StatementPlan {
    /** Concerns nobody, whatever the rules: where there is no cache, and for texts that cannot be executed. */
    StatementPlan NONE = new StatementPlan() {
        @Override
        public boolean wantsParameters() {
            return false;
        }
    };

    /** Whether the values of parameters are part of the key. */
    boolean wantsParameters();

    /**
     * Most texts: no rule is for them, and they change nothing that a rule reads, so their executions are not told. That holds as long as
     * {@link SessionCache#isCurrent} does: with other rules the same text may concern somebody, so compare not with {@link #NONE} but ask.
     */
    default boolean concernsNobody() {
        return this == NONE;
    }
}
