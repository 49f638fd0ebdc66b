package stubdriver;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** Refuses everything but to be unwrapped; {@link StubStatement} overrides what the benchmarks call. */
abstract class UnsupportedStatement implements PreparedStatement {
    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("not part of the stub driver");
    }

    @Override
    public void addBatch() throws SQLException {
        throw unsupported();
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        throw unsupported();
    }

    @Override
    public void cancel() throws SQLException {
        throw unsupported();
    }

    @Override
    public void clearBatch() throws SQLException {
        throw unsupported();
    }

    @Override
    public void clearParameters() throws SQLException {
        throw unsupported();
    }

    @Override
    public void clearWarnings() throws SQLException {
        throw unsupported();
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        throw unsupported();
    }

    @Override
    public void close() throws SQLException {
        throw unsupported();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate() throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String sql, int[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String sql, String[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String sql, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String sql, int[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String sql, String[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String sql, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        throw unsupported();
    }

    @Override
    public Connection getConnection() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getFetchDirection() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getFetchSize() throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getMaxRows() throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean getMoreResults(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getResultSetType() throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getUpdateCount() throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isClosed() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isPoolable() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public void setArray(int index, Array value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAsciiStream(int index, InputStream second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAsciiStream(int index, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAsciiStream(int index, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBinaryStream(int index, InputStream second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBinaryStream(int index, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBinaryStream(int index, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBlob(int index, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBlob(int index, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBlob(int index, Blob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBytes(int index, byte[] value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCharacterStream(int index, Reader second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCharacterStream(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCharacterStream(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClob(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClob(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClob(int index, Clob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCursorName(String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setDate(int index, Date second, Calendar third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setDate(int index, Date value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setEscapeProcessing(boolean value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setFetchDirection(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setFetchSize(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setMaxFieldSize(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setMaxRows(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNCharacterStream(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNCharacterStream(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNClob(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNClob(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNClob(int index, NClob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNString(int index, String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNull(int index, int second, String third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNull(int index, int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setObject(int index, Object second, int third, int fourth) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setObject(int index, Object second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setPoolable(boolean value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setQueryTimeout(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setRef(int index, Ref value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setRowId(int index, RowId value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setSQLXML(int index, SQLXML value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTime(int index, Time second, Calendar third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTime(int index, Time value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTimestamp(int index, Timestamp second, Calendar third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTimestamp(int index, Timestamp value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setURL(int index, URL value) throws SQLException {
        throw unsupported();
    }

    @Deprecated
    @Override
    public void setUnicodeStream(int index, InputStream second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }
}
