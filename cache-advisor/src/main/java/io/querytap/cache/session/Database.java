package io.querytap.cache.session;

import io.querytap.cache.eligibility.Planner;
import io.querytap.cache.eligibility.TextPlan;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.schema.SchemaSnapshot;
import io.querytap.cache.schema.SchemaWatch;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the connections to one database share: the meaning of texts, as rules and schema are now. Thread-safe.
 *
 * <p>Whenever rules or schema change, statements that concerned nobody so far may be under way and write what is read by a rule now:
 * all generations are changed, at once and again a little later.
 */
final class Database {
    private final CacheParts parts;
    private final Dialect dialect;
    private final Planner planner;
    private final SchemaWatch schemas;
    private final AtomicInteger planVersion = new AtomicInteger(1);
    private int lastSchemaVersion; // guarded by this; 0 before the first

    Database(CacheParts parts, Dialect dialect) {
        this.parts = parts;
        this.dialect = dialect;
        planner = new Planner(dialect);
        schemas = new SchemaWatch(dialect, parts.slow, parts.schemaInterval, this::useSchema);
        useRules(parts.rules.get());
    }

    Planner planner() {
        return planner;
    }

    Dialect dialect() {
        return dialect;
    }

    /** What executions of the text mean. */
    TextPlan plan(String sql, SqlModes modes) {
        return planner.plan(sql, modes);
    }

    /** Another number whenever plans may have changed. */
    int planVersion() {
        return planVersion.get();
    }

    /** Whether anything is allow-listed at all. */
    boolean hasRules() {
        return !planner.ruled().isEmpty();
    }

    /** Someone can make connections for the agent; the catalogue is read at the first that comes while there are rules. */
    void connected(OpenedConnection opened) {
        if (hasRules()) {
            schemas.opened(opened);
        }
    }

    /** The rules that hold from now on; the same ones change nothing. */
    synchronized void useRules(RuleSet rules) {
        if (planner.rules() != rules) {
            use(rules, planner.schema());
        }
    }

    private synchronized void useSchema(SchemaSnapshot schema) {
        use(planner.rules(), schema);
        if (schema.isKnown() && schema.version() != lastSchemaVersion) {
            if (lastSchemaVersion != 0) {
                parts.fences.bump(TableSet.EVERYTHING); // for the other JVMs: somebody changed it past the agent
            }
            lastSchemaVersion = schema.version();
        }
    }

    private void use(RuleSet rules, SchemaSnapshot schema) {
        planner.use(rules, schema);
        planVersion.incrementAndGet(); // after: who reads the new number gets the new plans
        parts.fences.bumpLocally(TableSet.EVERYTHING);
        parts.fences.bumpLater(TableSet.EVERYTHING);
    }

    /** A statement has changed the schema: it is read anew, and until then nothing is served. */
    void schemaChanged() {
        schemas.outdated();
    }

    /** From time to time, for what others change. */
    void tick() {
        schemas.tick(System.nanoTime());
    }
}
