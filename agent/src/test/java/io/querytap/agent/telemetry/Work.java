package io.querytap.agent.telemetry;

import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.OpenConnections;
import io.querytap.core.work.RecordedExecution;
import io.querytap.core.work.TraceContext;
import io.querytap.core.work.TraceSource;
import io.querytap.core.work.UnitAssembler;
import io.querytap.core.work.UnitPolicy;
import io.querytap.core.work.UnitQueue;
import io.querytap.core.work.Units;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what an application would and hands over the units of work that were recorded of it. For one thread. */
final class Work {
    private final UnitQueue queue = new UnitQueue();
    final Units units;

    Work(UnitPolicy.Traces traces) {
        units = new Units(new UnitPolicy(traces, Long.MAX_VALUE, Long.MAX_VALUE), queue);
    }

    Work() {
        this(UnitPolicy.Traces.ALL);
    }

    /** The application's current span, from now on. */
    Work under(@Nullable TraceContext span) {
        units.tracesFrom(new TraceSource() {
            @Override
            public boolean isActive() {
                return true;
            }

            @Override
            public @Nullable TraceContext current() {
                return span;
            }
        });
        return this;
    }

    /** Executes all on one connection; {@code pool} is null for one without. */
    Work lease(
            @Nullable String pool, long grantedNanos, long waitNanos, long returnedNanos, List<Execution> executions) {
        ConnectionWork connection = new ConnectionWork(Observed.SHOP, units, new OpenConnections(), grantedNanos);
        if (pool != null) {
            connection.leased(pool, grantedNanos, waitNanos);
        }
        for (Execution execution : executions) {
            connection.statementMade();
            RecordedExecution recorded = new RecordedExecution();
            connection.executed(
                    execution.pattern(),
                    execution.startNanos(),
                    execution.durationNanos(),
                    execution.batchSize(),
                    execution.parameterHash(),
                    execution.errorType(),
                    execution.traits(),
                    recorded);
            if (execution.rows() >= 0) {
                recorded.resultRead(execution.rows());
            }
        }
        connection.closed(returnedNanos);
        return this;
    }

    /** All that has ended. */
    List<FinishedUnit> done() {
        return new UnitAssembler(queue).rest();
    }
}
