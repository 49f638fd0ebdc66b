package example.stub;

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

/** A PreparedStatement that can do nothing; its subclass can do what the tests need. */
abstract class UnsupportedPreparedStatement implements PreparedStatement {
    static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("not part of the stub");
    }

    @Override
    public void addBatch() throws SQLException {
        throw unsupported();
    }

    @Override
    public void addBatch(String argument1) throws SQLException {
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
    public void close() throws SQLException {
        throw unsupported();
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String argument1, String[] argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String argument1, int argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean execute(String argument1, int[] argument2) throws SQLException {
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
    public ResultSet executeQuery(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate() throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String argument1, String[] argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String argument1, int argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public int executeUpdate(String argument1, int[] argument2) throws SQLException {
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
    public boolean getMoreResults(int argument1) throws SQLException {
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
    public ResultSet getResultSet() throws SQLException {
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
    public boolean isWrapperFor(Class<?> argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setArray(int argument1, Array argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAsciiStream(int argument1, InputStream argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAsciiStream(int argument1, InputStream argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAsciiStream(int argument1, InputStream argument2, long argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBigDecimal(int argument1, BigDecimal argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBinaryStream(int argument1, InputStream argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBinaryStream(int argument1, InputStream argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBinaryStream(int argument1, InputStream argument2, long argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBlob(int argument1, Blob argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBlob(int argument1, InputStream argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBlob(int argument1, InputStream argument2, long argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBoolean(int argument1, boolean argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setByte(int argument1, byte argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setBytes(int argument1, byte[] argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCharacterStream(int argument1, Reader argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCharacterStream(int argument1, Reader argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCharacterStream(int argument1, Reader argument2, long argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClob(int argument1, Clob argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClob(int argument1, Reader argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClob(int argument1, Reader argument2, long argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCursorName(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setDate(int argument1, Date argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setDate(int argument1, Date argument2, Calendar argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setDouble(int argument1, double argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setEscapeProcessing(boolean argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setFetchDirection(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setFetchSize(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setFloat(int argument1, float argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setInt(int argument1, int argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setLong(int argument1, long argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setMaxFieldSize(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setMaxRows(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNCharacterStream(int argument1, Reader argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNCharacterStream(int argument1, Reader argument2, long argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNClob(int argument1, NClob argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNClob(int argument1, Reader argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNClob(int argument1, Reader argument2, long argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNString(int argument1, String argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNull(int argument1, int argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNull(int argument1, int argument2, String argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setObject(int argument1, Object argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setObject(int argument1, Object argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setObject(int argument1, Object argument2, int argument3, int argument4) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setPoolable(boolean argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setQueryTimeout(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setRef(int argument1, Ref argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setRowId(int argument1, RowId argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setSQLXML(int argument1, SQLXML argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setShort(int argument1, short argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setString(int argument1, String argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTime(int argument1, Time argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTime(int argument1, Time argument2, Calendar argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTimestamp(int argument1, Timestamp argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTimestamp(int argument1, Timestamp argument2, Calendar argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setURL(int argument1, URL argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int argument1, InputStream argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public <T> T unwrap(Class<T> argument1) throws SQLException {
        throw unsupported();
    }
}
