package io.querytap.cache.driver;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of cells of bytes, in one array: no object for each cell, nothing that a getter could hand out, and written as they are to the shared
 * tier. Immutable.
 */
public final class PackedRows {
    private static final int NULL_LENGTH = -1;
    private static final byte[] NO_CELL = new byte[0];
    /** Headers of the arrays and of this object. */
    private static final int OVERHEAD_BYTES = 80;

    private final int columns;
    private final byte[] cells; // of each the length, or -1 for null, and the bytes
    private final int[] starts;

    private PackedRows(int columns, byte[] cells, int[] starts) {
        this.columns = columns;
        this.cells = cells;
        this.starts = starts;
    }

    public int rows() {
        return starts.length;
    }

    public int weightBytes() {
        return (int) Math.min(
                Integer.MAX_VALUE, (long) OVERHEAD_BYTES + cells.length + (long) Integer.BYTES * starts.length);
    }

    /** Copies of a row's cells, the caller's own. */
    public byte[][] row(int index) {
        byte[][] row = new byte[columns][];
        int at = starts[index];
        for (int i = 0; i < columns; i++) {
            int length = readInt(at);
            at += Integer.BYTES;
            if (length != NULL_LENGTH) {
                row[i] = length == 0 ? NO_CELL : Arrays.copyOfRange(cells, at, at + length);
                at += length;
            }
        }
        return row;
    }

    private int readInt(int at) {
        return ByteBuffer.wrap(cells, at, Integer.BYTES).getInt();
    }

    /** Row and column, counted from 1, of the first cell that differs; null if none does, or if one has more columns. */
    public int @Nullable [] firstDifference(PackedRows other) {
        if (columns != other.columns) {
            return null;
        }
        int both = Math.min(rows(), other.rows());
        for (int row = 0; row < both; row++) {
            byte[][] mine = row(row);
            byte[][] theirs = other.row(row);
            for (int i = 0; i < columns; i++) {
                if (!Arrays.equals(mine[i], theirs[i])) {
                    return new int[] {row + 1, i + 1};
                }
            }
        }
        return rows() == other.rows() ? null : new int[] {both + 1, 1};
    }

    /** How many bytes {@link #writeTo} writes. */
    public int encodedBytes() {
        return 2 * Integer.BYTES + cells.length;
    }

    public void writeTo(ByteBuffer to) {
        to.putInt(starts.length).putInt(cells.length).put(cells);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param columns of each row
     */
    public static PackedRows read(ByteBuffer from, int columns) throws IOException {
        try {
            int rows = from.getInt();
            int length = from.getInt();
            // A row without columns has no bytes; a number of them is told by nothing but itself.
            if (rows < 0
                    || length < 0
                    || length > from.remaining()
                    || (columns > 0 && rows > length / columns / Integer.BYTES)) {
                throw new IOException("rows that are longer than their bytes");
            }
            byte[] cells = new byte[length];
            from.get(cells);
            return new PackedRows(columns, cells, starts(cells, rows, columns));
        } catch (BufferUnderflowException e) {
            throw new IOException("rows are cut off", e);
        }
    }

    private static int[] starts(byte[] cells, int rows, int columns) throws IOException {
        if (columns == 0 && rows > 0) {
            throw new IOException("rows without columns");
        }
        int[] starts = new int[rows];
        ByteBuffer walk = ByteBuffer.wrap(cells);
        for (int row = 0; row < rows; row++) {
            starts[row] = walk.position();
            for (int i = 0; i < columns; i++) {
                int length = walk.getInt();
                if (length < NULL_LENGTH || length > walk.remaining()) {
                    throw new IOException("a cell that is longer than its row");
                }
                walk.position(walk.position() + Math.max(0, length));
            }
        }
        if (walk.hasRemaining()) {
            throw new IOException("bytes behind the rows");
        }
        return starts;
    }

    /** Packs rows, until they are too large. For one thread. */
    public static final class Packer {
        private static final int FIRST_CAPACITY = 1024;
        /** Arrays cannot be much larger. */
        private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

        private final int columns;
        private final int maxBytes;
        private final int[] starts;
        private byte[] cells;
        private int length;
        private int rows;

        /** @param rows exactly so many follow */
        public Packer(int columns, int rows, int maxBytes) {
            this.columns = columns;
            this.maxBytes = maxBytes;
            this.starts = new int[rows];
            this.cells = new byte[Math.min(maxBytes, FIRST_CAPACITY)];
        }

        /** The cells added next are those of another row. */
        public void beginRow() {
            starts[rows++] = length;
        }

        /** @return false if the limit is passed; then no more can be added */
        public boolean add(byte @Nullable [] cell) {
            int size = cell == null ? 0 : cell.length;
            if (maxBytes - length < (long) size + Integer.BYTES) {
                return false;
            }
            makeRoom(size + Integer.BYTES);
            ByteBuffer at = ByteBuffer.wrap(cells, length, size + Integer.BYTES);
            if (cell == null) {
                at.putInt(NULL_LENGTH);
            } else {
                at.putInt(size).put(cell);
            }
            length = at.position();
            return true;
        }

        private void makeRoom(int count) {
            if (cells.length - length < count) {
                long wanted = Math.max((long) cells.length * 2, (long) length + count);
                cells = Arrays.copyOf(cells, (int) Math.min(wanted, MAX_CAPACITY));
            }
        }

        /** All rows, of which each has all its cells. */
        public PackedRows pack() {
            return new PackedRows(columns, Arrays.copyOf(cells, length), starts);
        }
    }
}
