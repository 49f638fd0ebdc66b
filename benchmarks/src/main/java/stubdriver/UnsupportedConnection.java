package stubdriver;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/** Refuses everything but to be unwrapped; {@link StubConnection} overrides what the benchmarks and a pool call. */
abstract class UnsupportedConnection implements Connection {
    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("not part of the stub driver");
    }

    @Override
    public void abort(Executor value) throws SQLException {
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
    public void commit() throws SQLException {
        throw unsupported();
    }

    @Override
    public Array createArrayOf(String first, Object[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Blob createBlob() throws SQLException {
        throw unsupported();
    }

    @Override
    public Clob createClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public NClob createNClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement() throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement(int first, int second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement(int first, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Struct createStruct(String first, Object[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        throw unsupported();
    }

    @Override
    public String getCatalog() throws SQLException {
        throw unsupported();
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        throw unsupported();
    }

    @Override
    public String getClientInfo(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getHoldability() throws SQLException {
        throw unsupported();
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        throw unsupported();
    }

    @Override
    public String getSchema() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        throw unsupported();
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isClosed() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isValid(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String sql, int second, int third, int fourth) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String sql, int second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] second) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int second, int third, int fourth) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        throw unsupported();
    }

    @Override
    public void releaseSavepoint(Savepoint value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void rollback() throws SQLException {
        throw unsupported();
    }

    @Override
    public void rollback(Savepoint value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAutoCommit(boolean value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCatalog(String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClientInfo(String first, String value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setClientInfo(Properties value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setHoldability(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNetworkTimeout(Executor first, int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setReadOnly(boolean value) throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint(String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setSchema(String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTransactionIsolation(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> value) throws SQLException {
        throw unsupported();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }
}
