package stubdriver;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** Refuses everything but to be unwrapped; {@link StubResultSet} overrides what the benchmarks call. */
abstract class UnsupportedResultSet implements ResultSet {
    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("not part of the stub driver");
    }

    @Override
    public boolean absolute(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void afterLast() throws SQLException {
        throw unsupported();
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw unsupported();
    }

    @Override
    public void cancelRowUpdates() throws SQLException {
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
    public void deleteRow() throws SQLException {
        throw unsupported();
    }

    @Override
    public int findColumn(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean first() throws SQLException {
        throw unsupported();
    }

    @Override
    public Array getArray(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Array getArray(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public InputStream getAsciiStream(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public InputStream getAsciiStream(int index) throws SQLException {
        throw unsupported();
    }

    @Deprecated
    @Override
    public BigDecimal getBigDecimal(String label, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public BigDecimal getBigDecimal(String label) throws SQLException {
        throw unsupported();
    }

    @Deprecated
    @Override
    public BigDecimal getBigDecimal(int index, int second) throws SQLException {
        throw unsupported();
    }

    @Override
    public BigDecimal getBigDecimal(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public InputStream getBinaryStream(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public InputStream getBinaryStream(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public Blob getBlob(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Blob getBlob(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean getBoolean(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public byte getByte(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public byte getByte(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public byte[] getBytes(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public byte[] getBytes(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public Reader getCharacterStream(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Reader getCharacterStream(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public Clob getClob(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Clob getClob(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getConcurrency() throws SQLException {
        throw unsupported();
    }

    @Override
    public String getCursorName() throws SQLException {
        throw unsupported();
    }

    @Override
    public Date getDate(String label, Calendar second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Date getDate(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Date getDate(int index, Calendar second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Date getDate(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public double getDouble(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public double getDouble(int index) throws SQLException {
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
    public float getFloat(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public float getFloat(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getHoldability() throws SQLException {
        throw unsupported();
    }

    @Override
    public int getInt(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getInt(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public long getLong(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public long getLong(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        throw unsupported();
    }

    @Override
    public Reader getNCharacterStream(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Reader getNCharacterStream(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public NClob getNClob(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public NClob getNClob(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public String getNString(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public String getNString(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public <T> T getObject(String label, Class<T> second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Object getObject(String label, Map<String, Class<?>> second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Object getObject(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public <T> T getObject(int index, Class<T> second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Object getObject(int index, Map<String, Class<?>> second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Object getObject(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public Ref getRef(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Ref getRef(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public RowId getRowId(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public RowId getRowId(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getRow() throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLXML getSQLXML(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLXML getSQLXML(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public short getShort(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public short getShort(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement getStatement() throws SQLException {
        throw unsupported();
    }

    @Override
    public String getString(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public String getString(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public Time getTime(String label, Calendar second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Time getTime(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Time getTime(int index, Calendar second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Time getTime(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public Timestamp getTimestamp(String label, Calendar second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Timestamp getTimestamp(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public Timestamp getTimestamp(int index, Calendar second) throws SQLException {
        throw unsupported();
    }

    @Override
    public Timestamp getTimestamp(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getType() throws SQLException {
        throw unsupported();
    }

    @Override
    public URL getURL(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public URL getURL(int index) throws SQLException {
        throw unsupported();
    }

    @Deprecated
    @Override
    public InputStream getUnicodeStream(String label) throws SQLException {
        throw unsupported();
    }

    @Deprecated
    @Override
    public InputStream getUnicodeStream(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        throw unsupported();
    }

    @Override
    public void insertRow() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isClosed() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isFirst() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isLast() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public boolean last() throws SQLException {
        throw unsupported();
    }

    @Override
    public void moveToCurrentRow() throws SQLException {
        throw unsupported();
    }

    @Override
    public void moveToInsertRow() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean next() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean previous() throws SQLException {
        throw unsupported();
    }

    @Override
    public void refreshRow() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean relative(int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean rowInserted() throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean rowUpdated() throws SQLException {
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
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    @Override
    public void updateArray(String label, Array value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateArray(int index, Array value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateAsciiStream(String label, InputStream second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateAsciiStream(String label, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateAsciiStream(String label, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateAsciiStream(int index, InputStream second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateAsciiStream(int index, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateAsciiStream(int index, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBigDecimal(String label, BigDecimal value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBigDecimal(int index, BigDecimal value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBinaryStream(String label, InputStream second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBinaryStream(String label, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBinaryStream(String label, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBinaryStream(int index, InputStream second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBinaryStream(int index, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBinaryStream(int index, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBlob(String label, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBlob(String label, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBlob(String label, Blob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBlob(int index, InputStream second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBlob(int index, InputStream value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBlob(int index, Blob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBoolean(String label, boolean value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBoolean(int index, boolean value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateByte(String label, byte value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateByte(int index, byte value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBytes(String label, byte[] value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateBytes(int index, byte[] value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateCharacterStream(String label, Reader second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateCharacterStream(String label, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateCharacterStream(String label, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateCharacterStream(int index, Reader second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateCharacterStream(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateCharacterStream(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateClob(String label, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateClob(String label, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateClob(String label, Clob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateClob(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateClob(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateClob(int index, Clob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateDate(String label, Date value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateDate(int index, Date value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateDouble(String label, double value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateDouble(int index, double value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateFloat(String label, float value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateFloat(int index, float value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateInt(String label, int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateInt(int index, int value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateLong(String label, long value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateLong(int index, long value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNCharacterStream(String label, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNCharacterStream(String label, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNCharacterStream(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNCharacterStream(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNClob(String label, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNClob(String label, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNClob(String label, NClob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNClob(int index, Reader second, long third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNClob(int index, Reader value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNClob(int index, NClob value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNString(String label, String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNString(int index, String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNull(String label) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateNull(int index) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateObject(String label, Object second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateObject(String label, Object value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateObject(int index, Object second, int third) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateObject(int index, Object value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateRef(String label, Ref value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateRef(int index, Ref value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateRowId(String label, RowId value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateRowId(int index, RowId value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateRow() throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateSQLXML(String label, SQLXML value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateSQLXML(int index, SQLXML value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateShort(String label, short value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateShort(int index, short value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateString(String label, String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateString(int index, String value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateTime(String label, Time value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateTime(int index, Time value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateTimestamp(String label, Timestamp value) throws SQLException {
        throw unsupported();
    }

    @Override
    public void updateTimestamp(int index, Timestamp value) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean wasNull() throws SQLException {
        throw unsupported();
    }
}
