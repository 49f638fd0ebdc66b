package io.querytap.core.cache;

/** What the executions of one text mean to the cache; opaque to whoever keeps it beside a statement. Immutable. */
public interface StatementPlan {
    /** Most texts: no rule is for them, and they change nothing that a rule reads. Compared by identity. */
    StatementPlan NONE = new StatementPlan() {
        @Override
        public boolean wantsParameters() {
            return false;
        }
    };

    /** Whether the values of parameters are part of the key. */
    boolean wantsParameters();
}
