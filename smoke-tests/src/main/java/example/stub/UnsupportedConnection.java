package example.stub;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
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

/** A Connection that can do nothing; its subclass can do what the tests need. */
abstract class UnsupportedConnection implements Connection {
    static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("not part of the stub");
    }

    @Override
    public void abort(Executor argument1) throws SQLException {
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
    public Array createArrayOf(String argument1, Object[] argument2) throws SQLException {
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
    public Statement createStatement(int argument1, int argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement(int argument1, int argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public Struct createStruct(String argument1, Object[] argument2) throws SQLException {
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
    public String getClientInfo(String argument1) throws SQLException {
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
    public boolean isValid(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public String nativeSQL(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String argument1, int argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String argument1, int argument2, int argument3, int argument4)
            throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String argument1, String[] argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String argument1, int argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String argument1, int[] argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String argument1, int argument2, int argument3) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String argument1, int argument2, int argument3, int argument4)
            throws SQLException {
        throw unsupported();
    }

    @Override
    public void releaseSavepoint(Savepoint argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void rollback() throws SQLException {
        throw unsupported();
    }

    @Override
    public void rollback(Savepoint argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setAutoCommit(boolean argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setCatalog(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClientInfo(Properties argument1) throws SQLClientInfoException {
        throw new SQLClientInfoException();
    }

    @Override
    public void setClientInfo(String argument1, String argument2) throws SQLClientInfoException {
        throw new SQLClientInfoException();
    }

    @Override
    public void setHoldability(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNetworkTimeout(Executor argument1, int argument2) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setReadOnly(boolean argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setSchema(String argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTransactionIsolation(int argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> argument1) throws SQLException {
        throw unsupported();
    }

    @Override
    public <T> T unwrap(Class<T> argument1) throws SQLException {
        throw unsupported();
    }
}
