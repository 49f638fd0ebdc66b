package io.querytap.smoke.cache;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.DriverPorts;
import io.querytap.cache.driver.PortLookup;
import io.querytap.cache.driver.check.Comparison;
import io.querytap.cache.driver.check.ResultReader;
import io.querytap.core.cache.CacheCall;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;

/**
 * Every type by every getter, live on one connection and given back on another what a third has read: by way of the JVM's cache and of
 * the shared one, text and binary, in several time zones; and all that a statement answers about its results.
 */
final class FidelityMatrix {
    private static final CaptureLimits NO_LIMITS = new CaptureLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, true);

    private final FidelitySubject subject;
    private final TypeFile types;
    private final Comparison comparison = new Comparison();

    private FidelityMatrix(FidelitySubject subject) {
        this.subject = subject;
        this.types = TypeFile.read(subject.types());
    }

    /**
     * @param zones default time zones of the JVM, one after the other
     * @param transfers all of the subject's, or some
     */
    static Comparison compare(FidelitySubject subject, List<String> zones, List<Transfer> transfers) throws Throwable {
        FidelityMatrix matrix = new FidelityMatrix(subject);
        TimeZone before = TimeZone.getDefault();
        try {
            matrix.setUp();
            for (String zone : zones) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                for (Transfer transfer : transfers) {
                    matrix.compare(zone, transfer);
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
        return matrix.comparison;
    }

    /** The line that the command prints. */
    static String line(FidelitySubject subject, Comparison comparison) {
        return String.format(
                "%-28s %2d types  %8d cells compared  %8d live answers  %4d differing  %4d excepted",
                subject.name(),
                TypeFile.read(subject.types()).types(),
                comparison.cells(),
                comparison.liveAnswers(),
                comparison.differing(),
                comparison.exceptedCells());
    }

    private void setUp() throws SQLException {
        try (Connection connection = subject.connect(new Properties());
                Statement statement = connection.createStatement()) {
            for (String sql : types.setup()) {
                statement.execute(sql);
            }
        }
    }

    private void compare(String zone, Transfer transfer) throws Throwable {
        for (Map.Entry<String, String> query : types.queries().entrySet()) {
            String context = subject.name() + ' ' + zone + ' ' + transfer.name() + ' ' + query.getKey();
            compareReading(context, transfer, query.getValue());
        }
        String table = types.queries().get("table");
        for (Probe probe : Probe.all()) {
            compareProbe(
                    subject.name() + ' ' + zone + ' ' + transfer.name() + ' ' + probe.name(), transfer, table, probe);
        }
    }

    private void compareReading(String context, Transfer transfer, String sql) throws Throwable {
        try (Connection source = connect(transfer);
                Connection live = connect(transfer);
                Connection given = connect(transfer)) {
            DriverPort port = port(given);
            for (int scrolling : List.of(ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE)) {
                CapturedResult captured = capture(port, source, transfer, sql, scrolling);
                CapturedResult shared = port.decode(ByteBuffer.wrap(port.encode(captured)));
                try (Statement asked = statement(live, transfer, sql, scrolling);
                        Statement answered = statement(given, transfer, sql, scrolling)) {
                    // Alternating, to have both in half the time: the same rows are read forward and scrollable.
                    CapturedResult used = scrolling == ResultSet.TYPE_FORWARD_ONLY ? captured : shared;
                    warmUp(asked, sql, transfer);
                    try (ResultSet fromDatabase = execute(asked, sql);
                            ResultSet fromCache = port.replay(answered, used, CacheCall.Method.QUERY)) {
                        comparison.compare(context, ResultReader.read(fromDatabase), ResultReader.read(fromCache));
                    }
                }
            }
        }
    }

    private void compareProbe(String context, Transfer transfer, String sql, Probe probe) throws Throwable {
        CapturedResult captured;
        try (Connection source = connect(transfer)) {
            captured = capture(port(source), source, transfer, sql, probe.scrolling());
        }
        try (Connection live = connect(transfer);
                Connection given = connect(transfer)) {
            DriverPort port = port(given);
            Execution execution = statement -> execute(statement, sql);
            Execution replay = statement -> {
                ResultSet result = port.replay(statement, captured, CacheCall.Method.QUERY);
                return result == null ? execute(statement, sql) : result; // null means live
            };
            Statement asked = statement(live, transfer, sql, probe.scrolling());
            warmUp(asked, sql, transfer);
            Statement answered = statement(given, transfer, sql, probe.scrolling());
            warmUp(answered, sql, transfer);
            comparison.compare(context, probe.ask(asked, execution, execution), probe.ask(answered, replay, execution));
        }
    }

    private static DriverPort port(Connection connection) {
        PortLookup lookup = DriverPorts.of(connection);
        DriverPort port = lookup.port();
        if (port == null) {
            throw new IllegalStateException(lookup.reason());
        }
        return port;
    }

    private static CapturedResult capture(
            DriverPort port, Connection connection, Transfer transfer, String sql, int scrolling) throws Throwable {
        try (Statement statement = statement(connection, transfer, sql, scrolling)) {
            warmUp(statement, sql, transfer);
            execute(statement, sql);
            Capture capture = port.capture(statement, NO_LIMITS);
            CapturedResult result = capture.result();
            if (result == null) {
                throw new IllegalStateException(sql + ": " + capture.refusal());
            }
            return result;
        }
    }

    private Connection connect(Transfer transfer) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(transfer.properties());
        return subject.connect(properties);
    }

    private static Statement statement(Connection connection, Transfer transfer, String sql, int scrolling)
            throws SQLException {
        return transfer.isPrepared()
                ? connection.prepareStatement(sql, scrolling, ResultSet.CONCUR_READ_ONLY)
                : connection.createStatement(scrolling, ResultSet.CONCUR_READ_ONLY);
    }

    private static void warmUp(Statement statement, String sql, Transfer transfer) throws SQLException {
        for (int i = 0; i < transfer.executionsBefore(); i++) {
            execute(statement, sql).close();
        }
    }

    private static ResultSet execute(Statement statement, String sql) throws SQLException {
        return statement instanceof PreparedStatement prepared ? prepared.executeQuery() : statement.executeQuery(sql);
    }

    /** Executes a statement, or does what comes instead. */
    interface Execution {
        ResultSet run(Statement statement) throws Throwable;
    }
}
