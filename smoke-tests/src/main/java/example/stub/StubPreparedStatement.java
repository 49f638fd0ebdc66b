package example.stub;

import java.sql.Connection;
import java.sql.SQLException;

/** Parameter 1 says how many nanoseconds an execution takes. */
final class StubPreparedStatement extends UnsupportedPreparedStatement {
    private final StubConnection connection;
    private final RawDurations durations;
    private long delayNanos;

    StubPreparedStatement(StubConnection connection, String text) {
        this.connection = connection;
        this.durations = RawDurations.of(text);
    }

    @Override
    public void setLong(int index, long value) {
        delayNanos = value;
    }

    @Override
    public int executeUpdate() {
        long start = System.nanoTime();
        long elapsed = 0;
        // Busy: a sleeping thread would wake up tens of microseconds late.
        while (elapsed < delayNanos) {
            elapsed = System.nanoTime() - start;
        }
        durations.add(elapsed);
        return 1;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
