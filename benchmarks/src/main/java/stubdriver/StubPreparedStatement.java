package stubdriver;

import java.sql.ResultSet;

/** Takes parameters and forgets all but the last. */
final class StubPreparedStatement extends StubStatement {
    private final int rows;
    private long parameter;

    StubPreparedStatement(StubConnection connection, int rows, boolean fresh) {
        super(connection, rows, fresh);
        this.rows = rows;
    }

    @Override
    public void setInt(int index, int value) {
        parameter = value;
    }

    @Override
    public void setLong(int index, long value) {
        parameter = value;
    }

    @Override
    public void setString(int index, String value) {
        parameter = value.length();
    }

    @Override
    public ResultSet executeQuery() {
        return answer();
    }

    @Override
    public int executeUpdate() {
        return parameter == 0 ? rows : 1;
    }
}
