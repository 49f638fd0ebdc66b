package io.querytap.cache.eligibility;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.schema.SchemaSnapshot;
import io.querytap.core.cache.StatementPlan;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;

/** Makes the plans for the texts of one database, and keeps them as long as rules and schema are the same. Thread-safe. */
public final class Planner {
    private final PlanCache plans = new PlanCache();
    private final TemporaryNames temporaryNames = new TemporaryNames();
    private volatile Basis basis;

    /** Without rules, and without a schema. */
    public Planner(Dialect dialect) {
        basis = new Basis(RuleSet.NONE, SchemaSnapshot.UNKNOWN, dialect);
    }

    /** From now on these hold; plans that were made before are no longer {@linkplain #isCurrent current}. */
    public synchronized void use(RuleSet rules, SchemaSnapshot schema) {
        Basis before = basis;
        if (before.rules != rules || before.schema != schema) {
            basis = new Basis(rules, schema, before.dialect);
            plans.clear();
        }
    }

    public RuleSet rules() {
        return basis.rules;
    }

    public SchemaSnapshot schema() {
        return basis.schema;
    }

    /** The tables that entries may have been made from; only writes of these matter. */
    public TableSet ruled() {
        return basis.ruled;
    }

    /** What executions of the text mean. At first sight some microseconds, later a look-up. Never throws. */
    public TextPlan plan(String sql, SqlModes modes) {
        Basis now = basis;
        TextPlan known = plans.get(sql, modes);
        if (known != null && known.basis() == now) {
            return known;
        }
        TextPlan made = TextReader.plan(sql, modes, now, temporaryNames);
        plans.put(sql, modes, made);
        return made;
    }

    /** Whether the plan was made here and still holds. */
    public boolean isCurrent(StatementPlan plan) {
        return plan instanceof TextPlan && ((TextPlan) plan).basis() == basis;
    }

    Basis basis() {
        return basis;
    }
}
