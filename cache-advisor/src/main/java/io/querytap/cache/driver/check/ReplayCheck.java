package io.querytap.cache.driver.check;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.core.cache.CacheCall;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries a port before a rule uses it: one query of constants, answered by the database and given back, from this JVM and as from another,
 * and asked by every getter. Takes some hundred milliseconds and, because getters may look things up, sends queries: only on a connection of
 * the agent's own, on a thread of its own.
 */
public final class ReplayCheck {
    /** So often, then drivers have changed to prepared statements on the server and binary transfer, if they ever do. */
    private static final int EXECUTIONS_BEFORE = 7;

    private static final int MAX_ROWS = 100;
    private static final int MAX_BYTES = 1 << 20;
    private static final CaptureLimits LIMITS = new CaptureLimits(MAX_ROWS, MAX_BYTES, true);

    private final DriverPort port;
    private final Connection connection;
    private final Comparison comparison = new Comparison();

    private ReplayCheck(DriverPort port, Connection connection) {
        this.port = port;
        this.connection = connection;
    }

    /** @param connection in autocommit, used by nobody else; stays open */
    public static CheckOutcome run(DriverPort port, Connection connection) {
        ReplayCheck check = new ReplayCheck(port, connection);
        String difference;
        try {
            difference = check.run();
        } catch (Throwable failed) {
            difference = "could not be tried: " + Rendering.ofThrown(failed);
        }
        return new CheckOutcome(connection.getClass().getName(), port.id(), check.comparison.cells(), difference);
    }

    private @Nullable String run() throws Throwable {
        String sql = port.checkQuery();
        try (Statement source = connection.createStatement();
                Statement target = connection.createStatement()) {
            compare("statement", source, target, () -> source.executeQuery(sql));
        }
        try (PreparedStatement source = connection.prepareStatement(sql);
                PreparedStatement target = connection.prepareStatement(sql)) {
            for (int i = 0; i < EXECUTIONS_BEFORE; i++) {
                source.executeQuery().close();
            }
            compare("prepared", source, target, source::executeQuery);
        }
        List<String> differences = comparison.differences();
        return differences.isEmpty() ? null : differences.get(0);
    }

    private void compare(String context, Statement source, Statement target, Execution live) throws Throwable {
        // What getters look up, some keep with the connection, and answer otherwise from then on.
        try (ResultSet first = live.run()) {
            ResultReader.readQuickly(first);
        }
        List<Answer> answers;
        CapturedResult captured;
        try (ResultSet second = live.run()) {
            Capture capture = port.capture(source, LIMITS);
            captured = capture.result();
            if (captured == null) {
                throw new IllegalStateException("refused: " + capture.refusal());
            }
            answers = ResultReader.readQuickly(second);
        }
        CapturedResult shared = port.decode(ByteBuffer.wrap(port.encode(captured)));
        comparison.compare(context, answers, replayed(target, captured));
        comparison.compare(context + ", shared", answers, replayed(target, shared));
    }

    private List<Answer> replayed(Statement target, CapturedResult captured) throws Throwable {
        ResultSet result = port.replay(target, captured, CacheCall.Method.QUERY);
        if (result == null) {
            throw new IllegalStateException("not given back");
        }
        List<Answer> answers = ResultReader.readQuickly(result);
        result.close();
        return answers;
    }

    /** Executes. */
    private interface Execution {
        ResultSet run() throws Throwable;
    }
}
