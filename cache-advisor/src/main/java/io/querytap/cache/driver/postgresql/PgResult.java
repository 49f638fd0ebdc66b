package io.querytap.cache.driver.postgresql;

import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.PackedRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result without any object of pgjdbc: it goes with every copy of the driver, and with all its versions. Immutable. */
final class PgResult implements CapturedResult {
    /** Of the format that {@link #encode} writes. */
    static final byte FORMAT = 1;

    private static final int HEADER_BYTES = Byte.BYTES + Integer.BYTES;
    /** Of a column: its numbers and the length of its label. */
    private static final int MIN_COLUMN_BYTES = 7 * Integer.BYTES;

    final List<PgColumn> columns;
    final PackedRows cells;
    private final int weightBytes;

    PgResult(List<PgColumn> columns, PackedRows cells) {
        this.columns = columns;
        this.cells = cells;
        long weight = cells.weightBytes();
        for (PgColumn column : columns) {
            weight += column.weightBytes();
        }
        this.weightBytes = (int) Math.min(Integer.MAX_VALUE, weight);
    }

    @Override
    public int rows() {
        return cells.rows();
    }

    @Override
    public int weightBytes() {
        return weightBytes;
    }

    /** Whether both came as text, or both as binary, column by column. */
    boolean isOfFormat(PgResult other) {
        for (int i = 0; i < Math.min(columns.size(), other.columns.size()); i++) {
            if (columns.get(i).format != other.columns.get(i).format) {
                return false;
            }
        }
        return true;
    }

    /** Row and column, counted from 1; null if it is not in a cell that both have. */
    int @Nullable [] firstDifference(PgResult other) {
        for (int i = 0; i < Math.min(rows(), other.rows()); i++) {
            byte[][] row = cells.row(i);
            byte[][] otherRow = other.cells.row(i);
            for (int j = 0; j < Math.min(row.length, otherRow.length); j++) {
                if (!Arrays.equals(row[j], otherRow[j])) {
                    return new int[] {i + 1, j + 1};
                }
            }
        }
        return null;
    }

    byte[] encode() {
        int size = HEADER_BYTES + cells.encodedBytes();
        for (PgColumn column : columns) {
            size = Math.addExact(size, column.encodedBytes());
        }
        ByteBuffer to = ByteBuffer.allocate(size);
        to.put(FORMAT).putInt(columns.size());
        columns.forEach(column -> column.writeTo(to));
        cells.writeTo(to);
        return to.array();
    }

    static PgResult decode(ByteBuffer from) throws IOException {
        if (from.remaining() < HEADER_BYTES || from.get() != FORMAT) {
            throw new IOException("not a result of this format");
        }
        int count = from.getInt();
        if (count < 0 || count > from.remaining() / MIN_COLUMN_BYTES) {
            throw new IOException("more columns than bytes");
        }
        PgColumn[] columns = new PgColumn[count];
        for (int i = 0; i < count; i++) {
            columns[i] = PgColumn.read(from);
        }
        PackedRows cells = PackedRows.read(from, count);
        if (from.hasRemaining()) {
            throw new IOException("bytes behind the result");
        }
        return new PgResult(List.of(columns), cells);
    }
}
