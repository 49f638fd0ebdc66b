package io.querytap.cache.driver.packet;

import io.querytap.cache.driver.CaptureLimits;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers the packets of one result, up to its limits. For one thread. */
public final class PacketCollector {
    private static final int FIRST_CAPACITY = 1_024;
    private static final int RESERVED_NULL_BITS = 2; // before the first column's, in a binary row
    private static final int ONE_BYTE_LIMIT = 0xFB;
    private static final int TWO_BYTES = 0xFC;
    private static final int THREE_BYTES = 0xFD;
    private static final int TWO_BYTES_LIMIT = 0x1_0000;

    private final boolean isBinary;
    private final boolean isExtended;
    private final byte[][] columns;
    private final short[] flags;
    private final int[] types;
    private final int maxBytes;
    private byte[] rows = new byte[FIRST_CAPACITY];
    private int length;
    private int rowStart;
    private int rowCount;

    /**
     * @param columns definitions as the server sent them; kept
     * @throws IOException if one of them is none
     */
    public PacketCollector(boolean isBinary, boolean isExtended, byte[][] columns, short[] flags, CaptureLimits limits)
            throws IOException {
        this.isBinary = isBinary;
        this.isExtended = isExtended;
        this.columns = columns;
        this.flags = flags;
        this.types = ColumnPackets.typesOf(columns, isExtended);
        int bytes = 0;
        for (byte[] column : columns) {
            bytes += column.length;
        }
        this.maxBytes = limits.maxBytes() - bytes;
    }

    /**
     * Adds a row as the server sent it.
     *
     * @return false if that is too much; what was added so far is of no use then
     */
    public boolean add(byte[] packet, int packetLength) {
        if (packetLength > maxBytes - length) {
            return false;
        }
        beginRow();
        append(packet, packetLength);
        return endRow();
    }

    /**
     * Adds a row whose values the driver has taken out of the packet: writes the packet anew, as the server wrote it.
     *
     * @return false if that is too much; what was added so far is of no use then
     * @throws IOException if a value is not as long as its type says
     */
    public boolean addValues(byte[] @Nullable [] values) throws IOException {
        beginRow();
        if (isBinary) {
            appendByte(0);
            appendNulls(values);
        }
        for (int i = 0; i < values.length; i++) {
            byte[] value = values[i];
            if (value == null) {
                if (!isBinary) {
                    appendByte(PacketCursor.NULL);
                }
                continue;
            }
            if (value.length > maxBytes - length) {
                return false;
            }
            int fixedBytes = isBinary ? ColumnPackets.binaryBytes(types[i]) : ColumnPackets.LENGTH_FIRST;
            if (fixedBytes == ColumnPackets.LENGTH_FIRST) {
                appendLength(value.length);
            } else if (fixedBytes != value.length) {
                throw new IOException("a value of type " + types[i] + " has " + value.length + " bytes");
            }
            append(value, value.length);
        }
        return endRow();
    }

    private void appendNulls(byte[] @Nullable [] values) {
        int bytes = nullBytes(values.length);
        makeRoom(bytes);
        Arrays.fill(rows, length, length + bytes, (byte) 0);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                int bit = i + RESERVED_NULL_BITS;
                rows[length + bit / Byte.SIZE] |= (byte) (1 << bit % Byte.SIZE);
            }
        }
        length += bytes;
    }

    private static int nullBytes(int columns) {
        return (columns + RESERVED_NULL_BITS + Byte.SIZE - 1) / Byte.SIZE;
    }

    private void appendLength(int value) {
        if (value < ONE_BYTE_LIMIT) {
            appendByte(value);
        } else if (value < TWO_BYTES_LIMIT) {
            appendByte(TWO_BYTES);
            appendByte(value);
            appendByte(value >>> 8);
        } else {
            // Longer ones do not fit into a packet that is kept.
            appendByte(THREE_BYTES);
            appendByte(value);
            appendByte(value >>> 8);
            appendByte(value >>> 16);
        }
    }

    private void beginRow() {
        rowStart = length;
        makeRoom(PacketResult.HEADER_BYTES);
        length += PacketResult.HEADER_BYTES;
    }

    private boolean endRow() {
        int bytes = length - rowStart - PacketResult.HEADER_BYTES;
        if (bytes >= PacketResult.TOO_LONG_BYTES || length > maxBytes) {
            return false;
        }
        rows[rowStart] = (byte) bytes;
        rows[rowStart + 1] = (byte) (bytes >>> 8);
        rows[rowStart + 2] = (byte) (bytes >>> 16);
        rows[rowStart + 3] = 0;
        rowCount++;
        return true;
    }

    private void appendByte(int value) {
        makeRoom(1);
        rows[length++] = (byte) value;
    }

    private void append(byte[] source, int count) {
        makeRoom(count);
        System.arraycopy(source, 0, rows, length, count);
        length += count;
    }

    private void makeRoom(int count) {
        if (rows.length - length < count) {
            rows = Arrays.copyOf(rows, Math.max(rows.length * 2, length + count));
        }
    }

    /** What was gathered. */
    public PacketResult toResult() {
        return new PacketResult(isBinary, isExtended, columns, flags, Arrays.copyOf(rows, length), rowCount);
    }

    /**
     * Checks that the rows are well-formed.
     *
     * @throws IOException if a row does not consist of exactly one value for each column
     */
    static void check(PacketResult result) throws IOException {
        byte[][] definitions = new byte[result.columns()][];
        for (int i = 0; i < definitions.length; i++) {
            definitions[i] = result.column(i);
        }
        int[] types = ColumnPackets.typesOf(definitions, result.isExtended());
        byte[] rows = result.rowPackets();
        int offset = 0;
        for (int row = 0; row < result.rows(); row++) {
            if (rows.length - offset < PacketResult.HEADER_BYTES || rows[offset + 3] != 0) {
                throw new IOException("row without a header");
            }
            int bytes = result.rowLength(offset);
            offset += PacketResult.HEADER_BYTES;
            if (bytes >= PacketResult.TOO_LONG_BYTES || bytes > rows.length - offset) {
                throw new IOException("row too long");
            }
            checkRow(new PacketCursor(rows, offset, bytes), rows, offset, types, result.isBinary());
            offset += bytes;
        }
        if (offset != rows.length) {
            throw new IOException("more than the rows");
        }
    }

    private static void checkRow(PacketCursor cursor, byte[] rows, int offset, int[] types, boolean isBinary)
            throws IOException {
        if (isBinary) {
            if (cursor.readByte() != 0) {
                throw new IOException("not a binary row");
            }
            cursor.skip(nullBytes(types.length));
        }
        for (int i = 0; i < types.length; i++) {
            int bit = i + RESERVED_NULL_BITS;
            if (isBinary && (rows[offset + 1 + bit / Byte.SIZE] >> bit % Byte.SIZE & 1) != 0) {
                continue;
            }
            int fixedBytes = isBinary ? ColumnPackets.binaryBytes(types[i]) : ColumnPackets.LENGTH_FIRST;
            if (fixedBytes == ColumnPackets.LENGTH_FIRST) {
                cursor.skipValue();
            } else {
                cursor.skip(fixedBytes);
            }
        }
        if (!cursor.isAtEnd()) {
            throw new IOException("row with more than its values");
        }
    }
}
