package io.querytap.cache.driver.h2;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Results as bytes: columns in a form of our own, types and values as H2's protocol writes them between client and server, of the same
 * version of H2. That reader believes the lengths it reads, so a checksum stands before everything; who can forge that can forge rows as
 * well, against which entries are signed.
 */
final class H2Encoding {
    /** Of the format. */
    static final byte FORMAT = 1;

    private static final int HEADER_BYTES = Byte.BYTES + Integer.BYTES;
    /** Of a type or value: its kind. */
    private static final int MIN_VALUE_BYTES = Integer.BYTES;

    // Kinds of values
    private static final byte SCALAR = 0;
    private static final byte ARRAY = 1;
    private static final byte ROW = 2;
    private static final byte TYPED_ROW = 3;
    /** Of arrays in arrays: deeper ones would be no results but attempts. */
    private static final int MAX_DEPTH = 100;

    private final H2Driver driver;

    H2Encoding(H2Driver driver) {
        this.driver = driver;
    }

    byte[] encode(H2Result result) throws Throwable {
        byte[] values = values(result);
        int size = HEADER_BYTES + 2 * Integer.BYTES + values.length;
        for (H2Column column : result.columns) {
            size = Math.addExact(size, column.encodedBytes());
        }
        ByteBuffer to = ByteBuffer.allocate(size);
        to.put(FORMAT).putInt(0).putInt(result.columns.size()).putInt(result.rows());
        result.columns.forEach(column -> column.writeTo(to));
        to.put(values);
        to.putInt(Byte.BYTES, checksum(to.array(), HEADER_BYTES, size - HEADER_BYTES));
        return to.array();
    }

    private byte[] values(H2Result result) throws Throwable {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Object transfer = driver.transfer(null, out);
        for (Object type : result.types) {
            writeType(type, transfer);
        }
        for (Object[] row : result.rows) {
            for (Object value : row) {
                write(value, transfer, out);
            }
        }
        out.flush();
        return bytes.toByteArray();
    }

    /** Arrays and rows are values of a type of their own, which H2's protocol replaces by the column's. */
    private void write(Object value, Object transfer, DataOutputStream out) throws Throwable {
        boolean isArray = driver.arrayClass.isInstance(value);
        if (!isArray && !driver.rowClass.isInstance(value)) {
            out.writeByte(SCALAR);
            driver.writeValue.invokeExact(transfer, value);
            return;
        }
        Object[] elements = (Object[]) (Object) driver.elements.invokeExact(value);
        if (isArray) {
            out.writeByte(ARRAY);
            writeType((Object) driver.componentType.invokeExact(value), transfer);
        } else {
            writeRowType(value, elements, transfer, out);
        }
        out.writeInt(elements.length);
        for (Object element : elements) {
            writeType((Object) driver.valueType.invokeExact(element), transfer);
            write(element, transfer, out);
        }
    }

    /** H2 does not write every type so that it comes back; a row's is mostly that of its elements. */
    private void writeRowType(Object row, Object[] elements, Object transfer, DataOutputStream out) throws Throwable {
        Object type = (Object) driver.valueType.invokeExact(row);
        Object untyped = (Object) driver.newRowValue.invokeExact((Object) elements);
        if (type.equals((Object) driver.valueType.invokeExact(untyped))) {
            out.writeByte(ROW);
        } else {
            out.writeByte(TYPED_ROW);
            writeType(type, transfer);
        }
    }

    private void writeType(Object type, Object transfer) throws Throwable {
        Object same = (Object) driver.writeType.invokeExact(transfer, type);
        assert same == transfer;
    }

    H2Result decode(ByteBuffer encoded) throws IOException {
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        ByteBuffer from = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES + 2 * Integer.BYTES
                || from.get() != FORMAT
                || from.getInt() != checksum(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES)) {
            throw new IOException("not a result of this format, or broken");
        }
        int columnCount = from.getInt();
        int rowCount = from.getInt();
        if (columnCount <= 0 || rowCount < 0 || (rowCount + 1L) * columnCount > from.remaining() / MIN_VALUE_BYTES) {
            throw new IOException("more values than bytes");
        }
        List<H2Column> columns = new ArrayList<>(columnCount);
        for (int i = 0; i < columnCount; i++) {
            columns.add(H2Column.read(from));
        }
        try {
            return decodeValues(columns, rowCount, bytes, from.position());
        } catch (IOException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("values that H2 does not read", e);
        }
    }

    private H2Result decodeValues(List<H2Column> columns, int rowCount, byte[] bytes, int start) throws Throwable {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, start, bytes.length - start));
        Object transfer = driver.transfer(in, null);
        List<Object> types = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            types.add((Object) driver.readType.invokeExact(transfer));
        }
        List<Object[]> rows = new ArrayList<>(rowCount);
        long valuesBytes = 0;
        for (int i = 0; i < rowCount; i++) {
            Object[] row = driver.newRow(columns.size());
            for (int j = 0; j < row.length; j++) {
                Object value = read(types.get(j), transfer, in, 0);
                valuesBytes += (int) driver.memoryBytes.invokeExact(value);
                row[j] = value;
            }
            rows.add(row);
        }
        if (in.read() >= 0) {
            throw new IOException("bytes behind the result");
        }
        return new H2Result(
                List.copyOf(columns),
                List.copyOf(types),
                rows,
                valuesBytes + (long) rowCount * H2Port.rowOverheadBytes(columns.size()));
    }

    private Object read(Object type, Object transfer, DataInputStream in, int depth) throws Throwable {
        int kind = in.readByte();
        if (kind == SCALAR) {
            return (Object) driver.readValue.invokeExact(transfer, type);
        }
        if (kind != ARRAY && kind != ROW && kind != TYPED_ROW) {
            throw new IOException("not a value");
        }
        Object ownType = kind == ROW ? null : (Object) driver.readType.invokeExact(transfer);
        int count = in.readInt();
        if (count < 0 || count > in.available() || depth > MAX_DEPTH) {
            throw new IOException("not a list of values");
        }
        Object[] elements = driver.newRow(count);
        for (int i = 0; i < count; i++) {
            elements[i] = read((Object) driver.readType.invokeExact(transfer), transfer, in, depth + 1);
        }
        switch (kind) {
            case ARRAY:
                return (Object) driver.newArrayValue.invokeExact(ownType, (Object) elements, (Object) null);
            case ROW:
                return (Object) driver.newRowValue.invokeExact((Object) elements);
            default:
                return (Object) driver.newTypedRowValue.invokeExact(ownType, (Object) elements);
        }
    }

    private static int checksum(byte[] bytes, int start, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, start, length);
        return (int) checksum.getValue();
    }
}
