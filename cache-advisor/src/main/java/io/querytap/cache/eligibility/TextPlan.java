package io.querytap.cache.eligibility;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.core.cache.StatementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the executions of one text mean, with one set of rules and one state of the schema. A text may be several things at once: a
 * query that calls a function that writes both has a rule and changes tables. Immutable.
 */
public final class TextPlan implements StatementPlan {
    private final Basis basis;
    private final String sql;
    private final @Nullable CacheRule rule;
    private final @Nullable Refusal refusal;
    private final @Nullable String refusalReason;
    private final TableSet read;
    private final int parameterCount;
    private final boolean mayReadTimeWords;
    private final TableSet written;
    private final boolean commits;
    private final boolean endsTransaction;
    private final boolean changesSchema;
    private final List<SessionChange> sessionChanges;
    private final boolean wantsParameters;

    private TextPlan(Builder from) {
        basis = from.basis;
        sql = from.sql;
        rule = from.rule;
        refusal = from.refusal;
        refusalReason = from.refusalReason;
        read = from.read;
        parameterCount = from.parameterCount;
        mayReadTimeWords = from.mayReadTimeWords;
        written = from.written;
        commits = from.commits;
        endsTransaction = from.endsTransaction;
        changesSchema = from.changesSchema;
        sessionChanges = List.copyOf(from.sessionChanges);
        boolean takesValue = false;
        for (SessionChange change : sessionChanges) {
            takesValue |= change.parameter() != SessionChange.NO_PARAMETER;
        }
        wantsParameters = takesValue || rule != null && refusal == null;
    }

    /** The text, literals and all. */
    public String sql() {
        return sql;
    }

    /** The rule that is for this text; null if none is. */
    public @Nullable CacheRule rule() {
        return rule;
    }

    /** Why text or schema forbid what the rule asks for; null if they don't, and where there is no rule. */
    public @Nullable Refusal refusal() {
        return refusal;
    }

    /** The refusal in words, such as {@code function now}; null where the refusal says all. Holds no literal. */
    public @Nullable String refusalReason() {
        return refusalReason;
    }

    /** Whether executions may be answered from the cache as far as text and schema go; connection and call are judged at each. */
    public boolean isRead() {
        return rule != null && refusal == null;
    }

    /** The tables that the answer depends on, views resolved to those below them; only of a {@linkplain #isRead() read}. */
    public TableSet read() {
        return read;
    }

    /** How many parameters the text has; only of a {@linkplain #isRead() read}. */
    public int parameterCount() {
        return parameterCount;
    }

    /** Whether the server may take a string that is bound for a time that passes, such as {@code now}. */
    boolean mayReadTimeWords() {
        return mayReadTimeWords;
    }

    /** The ruled tables that executions may change, whichever way; empty where none. */
    public TableSet written() {
        return written;
    }

    /**
     * Whether an execution may commit: COMMIT, what commits on its own like the DDL of some products, procedures. Then the fence around the
     * execution is for {@link #written()} <em>and</em> for all that the open transaction wrote before, also where autocommit is off.
     */
    public boolean commits() {
        return commits;
    }

    /**
     * Whether no transaction is open, and nothing written waits for a commit of this session, once an execution succeeded. Where this is
     * false after a text that {@linkplain #commits() commits}, what was written so far, and {@link #written()}, must be held for
     * uncommitted on.
     */
    public boolean endsTransaction() {
        return endsTransaction;
    }

    /** Whether the schema is to be read anew after the execution, and once more after the commit that follows. */
    public boolean changesSchema() {
        return changesSchema;
    }

    /** What becomes of the session; for {@link SessionState}. */
    public List<SessionChange> sessionChanges() {
        return sessionChanges;
    }

    @Override
    public boolean wantsParameters() {
        return wantsParameters;
    }

    @Override
    public boolean concernsNobody() {
        return this == basis.nothing;
    }

    Basis basis() {
        return basis;
    }

    /** Whether an execution has nothing to tell. */
    private boolean isNothing() {
        return rule == null
                && written.isEmpty()
                && !commits
                && !endsTransaction
                && !changesSchema
                && sessionChanges.isEmpty();
    }

    @Override
    public String toString() {
        return "rule " + rule + ", refusal " + refusal + ", reads " + read + ", writes " + written + ", session "
                + sessionChanges;
    }

    /** Collects a plan; for one use. */
    static final class Builder {
        private final Basis basis;
        private final String sql;
        private final List<SessionChange> sessionChanges = new ArrayList<>();
        private @Nullable CacheRule rule;
        private @Nullable Refusal refusal;
        private @Nullable String refusalReason;
        private TableSet read = TableSet.EMPTY;
        private int parameterCount;
        private boolean mayReadTimeWords;
        private TableSet written = TableSet.EMPTY;
        private boolean commits;
        private boolean endsTransaction;
        private boolean changesSchema;
        private boolean controlsTransaction;

        Builder(Basis basis, String sql) {
            this.basis = Objects.requireNonNull(basis, "basis");
            this.sql = Objects.requireNonNull(sql, "sql");
        }

        Builder read(CacheRule by, TableSet tables, int parameters, boolean timeWords) {
            rule = by;
            read = tables;
            parameterCount = parameters;
            mayReadTimeWords = timeWords;
            return this;
        }

        Builder refused(CacheRule by, Refusal why, @Nullable String reason) {
            rule = by;
            refusal = why;
            refusalReason = reason;
            return this;
        }

        Builder writes(TableSet tables) {
            written = written.and(tables);
            return this;
        }

        Builder commits() {
            commits = true;
            return this;
        }

        Builder endsTransaction() {
            endsTransaction = true;
            return this;
        }

        Builder changesSchema() {
            changesSchema = true;
            return this;
        }

        Builder changesSession(SessionChange change) {
            sessionChanges.add(change);
            return this;
        }

        /** The transaction begins or ends here, perhaps in the middle of the text. */
        Builder controlsTransaction() {
            controlsTransaction = true;
            return this;
        }

        /** What several statements after one another do to session and transaction cannot be told from what each does. */
        Builder severalStatements() {
            endsTransaction = false;
            commits |= controlsTransaction;
            if (!sessionChanges.isEmpty()) {
                sessionChanges.clear();
                sessionChanges.add(SessionChange.taint("several statements at once"));
            }
            return this;
        }

        TextPlan build() {
            written = basis.ruledAmong(written);
            TextPlan plan = new TextPlan(this);
            TextPlan nothing = basis.nothing;
            return nothing != null && plan.isNothing() ? nothing : plan;
        }
    }
}
