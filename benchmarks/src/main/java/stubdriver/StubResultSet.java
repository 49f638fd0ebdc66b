package stubdriver;

import java.sql.SQLException;

/**
 * Counts rows down. Its methods declare what those of a real driver declare and never throw; without that the class would not
 * mention JDBC at all.
 */
final class StubResultSet extends UnsupportedResultSet {
    private int remaining;
    private boolean closed;

    void rewind(int rows) {
        remaining = rows;
        closed = false;
    }

    @Override
    public boolean next() throws SQLException {
        return --remaining >= 0;
    }

    @Override
    public int getInt(int index) throws SQLException {
        return remaining;
    }

    @Override
    public long getLong(int index) throws SQLException {
        return remaining + index;
    }

    @Override
    public String getString(int index) throws SQLException {
        return index == 2 ? "name" : "text";
    }

    @Override
    public void close() throws SQLException {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
