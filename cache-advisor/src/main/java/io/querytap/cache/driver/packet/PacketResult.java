package io.querytap.cache.driver.packet;

import io.querytap.cache.driver.CapturedResult;

/**
 * A result as the server sent it: one packet for each column and each row. Immutable, though its arrays are handed out: they are not to
 * be changed, and not to be given to code that could.
 */
public final class PacketResult implements CapturedResult {
    /** Bytes before each row: its length in three bytes, lowest first, then the number of the packet, here always zero. */
    public static final int HEADER_BYTES = 4;
    /** A packet of this length or more is sent in parts; such rows are not kept. */
    public static final int TOO_LONG_BYTES = 0xFF_FFFF;

    private static final int OBJECT_BYTES = 64;
    private static final int COLUMN_OBJECT_BYTES = 24;

    private final boolean isBinary;
    private final boolean isExtended;
    private final byte[][] columns;
    private final short[] flags;
    private final byte[] rows;
    private final int rowCount;

    /**
     * @param isBinary whether the rows are those of an execution of a statement that the server prepared
     * @param isExtended whether the columns tell MariaDB's types beyond the protocol's
     * @param columns one definition for each column
     * @param flags of each column, where the driver knows better than the definition
     * @param rows each behind its header, see {@link #HEADER_BYTES}
     */
    PacketResult(boolean isBinary, boolean isExtended, byte[][] columns, short[] flags, byte[] rows, int rowCount) {
        this.isBinary = isBinary;
        this.isExtended = isExtended;
        this.columns = columns;
        this.flags = flags;
        this.rows = rows;
        this.rowCount = rowCount;
    }

    public boolean isBinary() {
        return isBinary;
    }

    public boolean isExtended() {
        return isExtended;
    }

    /** How many columns there are. */
    public int columns() {
        return columns.length;
    }

    /** The definition of a column, counted from 0. */
    public byte[] column(int index) {
        return columns[index];
    }

    /** The flags of a column, counted from 0. */
    public short flags(int index) {
        return flags[index];
    }

    /** All rows, each behind its header. */
    public byte[] rowPackets() {
        return rows;
    }

    /** The length of the row whose header is at {@code offset} in {@link #rowPackets}. */
    public int rowLength(int offset) {
        return rows[offset] & 0xFF | (rows[offset + 1] & 0xFF) << 8 | (rows[offset + 2] & 0xFF) << 16;
    }

    @Override
    public int rows() {
        return rowCount;
    }

    @Override
    public int weightBytes() {
        int bytes = OBJECT_BYTES + rows.length + Short.BYTES * flags.length;
        for (byte[] column : columns) {
            bytes += COLUMN_OBJECT_BYTES + column.length;
        }
        return bytes;
    }
}
