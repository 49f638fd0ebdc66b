package io.querytap.cache.driver.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Timestamp;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values and exceptions as text, with their classes: everything of them that an application can read. */
final class Rendering {
    /** Of results and arrays within values. */
    private static final int MAX_DEPTH = 4;

    private static final int HEX_RADIX = 16;
    private static final int BYTE_MASK = 0xFF;
    private static final int BUFFER_SIZE = 4096;

    private Rendering() {}

    static String of(@Nullable Object value) {
        StringBuilder to = new StringBuilder();
        append(value, to, 0);
        return to.toString();
    }

    static String ofThrown(Throwable thrown) {
        StringBuilder to = new StringBuilder();
        Throwable next = thrown instanceof InvocationTargetException ? thrown.getCause() : thrown;
        for (int depth = 0; next != null && depth < MAX_DEPTH; depth++) {
            to.append(next.getClass().getName()).append(": ").append(next.getMessage());
            if (next instanceof SQLException) {
                SQLException sql = (SQLException) next;
                to.append(" [")
                        .append(sql.getSQLState())
                        .append(' ')
                        .append(sql.getErrorCode())
                        .append(']');
            }
            next = next.getCause();
            if (next != null) {
                to.append(" <- ");
            }
        }
        return to.toString();
    }

    private static void append(@Nullable Object value, StringBuilder to, int depth) {
        if (value == null) {
            to.append("null");
            return;
        }
        if (depth > MAX_DEPTH) {
            to.append("...");
            return;
        }
        to.append(value.getClass().getName()).append(' ');
        try {
            appendContent(value, to, depth);
        } catch (SQLException | IOException | RuntimeException e) {
            to.append("throws ").append(ofThrown(e));
        }
    }

    private static void appendContent(Object value, StringBuilder to, int depth) throws SQLException, IOException {
        if (value instanceof byte[]) {
            appendHex((byte[]) value, to);
        } else if (value instanceof Object[]) {
            appendAll((Object[]) value, to, depth);
        } else if (value.getClass().isArray()) {
            appendPrimitives(value, to);
        } else if (value instanceof InputStream) {
            appendStream((InputStream) value, to);
        } else if (value instanceof Reader) {
            appendReader((Reader) value, to);
        } else if (value instanceof Timestamp) {
            Timestamp timestamp = (Timestamp) value;
            to.append(timestamp.getTime())
                    .append(' ')
                    .append(timestamp.getNanos())
                    .append(' ')
                    .append(timestamp);
        } else if (value instanceof java.util.Date) {
            to.append(((java.util.Date) value).getTime()).append(' ').append(value);
        } else if (value instanceof Map) {
            to.append(new TreeMap<Object, Object>((Map<?, ?>) value))
                    .append(' ')
                    .append(value);
        } else if (!appendSqlObject(value, to, depth)) {
            to.append(value);
        }
    }

    private static boolean appendSqlObject(Object value, StringBuilder to, int depth) throws SQLException, IOException {
        if (value instanceof java.sql.Array) {
            java.sql.Array array = (java.sql.Array) value;
            to.append(array.getBaseType())
                    .append(' ')
                    .append(array.getBaseTypeName())
                    .append(' ');
            append(array.getArray(), to, depth + 1);
            append(array.getResultSet(), to, depth + 1);
            to.append(value);
        } else if (value instanceof Clob) {
            to.append(((Clob) value).length()).append(' ');
            appendReader(((Clob) value).getCharacterStream(), to);
        } else if (value instanceof Blob) {
            to.append(((Blob) value).length()).append(' ');
            appendStream(((Blob) value).getBinaryStream(), to);
        } else if (value instanceof SQLXML) {
            to.append(((SQLXML) value).getString());
        } else if (value instanceof Struct) {
            to.append(((Struct) value).getSQLTypeName());
            appendAll(((Struct) value).getAttributes(), to, depth);
        } else if (value instanceof RowId) {
            appendHex(((RowId) value).getBytes(), to);
        } else if (value instanceof Ref) {
            append(((Ref) value).getObject(), to, depth + 1);
        } else if (value instanceof ResultSet) {
            appendRows((ResultSet) value, to, depth);
        } else {
            return false;
        }
        return true;
    }

    private static void appendRows(ResultSet rows, StringBuilder to, int depth) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            to.append('(');
            for (int i = 1; i <= columns; i++) {
                append(rows.getObject(i), to, depth + 1);
                to.append('|');
            }
            to.append(')');
        }
    }

    private static void appendAll(Object[] values, StringBuilder to, int depth) {
        to.append('[');
        for (Object each : values) {
            append(each, to, depth + 1);
            to.append(", ");
        }
        to.append(']');
    }

    private static void appendPrimitives(Object array, StringBuilder to) {
        for (int i = 0; i < java.lang.reflect.Array.getLength(array); i++) {
            to.append(java.lang.reflect.Array.get(array, i)).append(", ");
        }
    }

    private static void appendHex(byte[] bytes, StringBuilder to) {
        for (byte each : bytes) {
            to.append(Character.forDigit((each & BYTE_MASK) / HEX_RADIX, HEX_RADIX))
                    .append(Character.forDigit((each & BYTE_MASK) % HEX_RADIX, HEX_RADIX));
        }
    }

    private static void appendStream(InputStream stream, StringBuilder to) throws IOException {
        try (InputStream open = stream) {
            byte[] buffer = new byte[BUFFER_SIZE];
            for (int count = open.read(buffer); count >= 0; count = open.read(buffer)) {
                // One character for each byte: streams often have text, and texts may tell identities.
                to.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void appendReader(Reader reader, StringBuilder to) throws IOException {
        try (Reader open = reader) {
            char[] buffer = new char[BUFFER_SIZE];
            for (int count = open.read(buffer); count >= 0; count = open.read(buffer)) {
                to.append(buffer, 0, count);
            }
        }
    }
}
