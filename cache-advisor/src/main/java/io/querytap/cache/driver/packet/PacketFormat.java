package io.querytap.cache.driver.packet;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a {@link PacketResult} as bytes and reads it back, also where somebody has broken the bytes. */
public final class PacketFormat {
    /** Of the format; also part of the ids of the ports. */
    public static final int VERSION = 1;

    private static final int BINARY = 1;
    private static final int EXTENDED = 2;
    private static final int COLUMN_HEADER_BYTES = Short.BYTES + Integer.BYTES;

    private PacketFormat() {}

    /** The same result has the same bytes. */
    public static byte[] encode(PacketResult result) {
        int size = 2 * Byte.BYTES + 3 * Integer.BYTES + result.rowPackets().length;
        for (int i = 0; i < result.columns(); i++) {
            size += COLUMN_HEADER_BYTES + result.column(i).length;
        }
        ByteBuffer target = ByteBuffer.allocate(size);
        target.put((byte) VERSION);
        target.put((byte) ((result.isBinary() ? BINARY : 0) | (result.isExtended() ? EXTENDED : 0)));
        target.putInt(result.columns());
        for (int i = 0; i < result.columns(); i++) {
            target.putShort(result.flags(i)).putInt(result.column(i).length).put(result.column(i));
        }
        target.putInt(result.rows()).putInt(result.rowPackets().length).put(result.rowPackets());
        return target.array();
    }

    /** @throws IOException if these are not exactly the bytes of one well-formed result */
    public static PacketResult decode(ByteBuffer source) throws IOException {
        if (source.remaining() < 2 * Byte.BYTES || source.get() != VERSION) {
            throw new IOException("not of version " + VERSION);
        }
        int kind = source.get();
        if ((kind & ~(BINARY | EXTENDED)) != 0) {
            throw new IOException("unknown kind of result");
        }
        int columnCount = readInt(source);
        if (columnCount < 1 || columnCount > source.remaining() / COLUMN_HEADER_BYTES) {
            throw new IOException("impossible number of columns");
        }
        byte[][] columns = new byte[columnCount][];
        short[] flags = new short[columnCount];
        for (int i = 0; i < columnCount; i++) {
            if (source.remaining() < COLUMN_HEADER_BYTES) {
                throw new IOException("columns are missing");
            }
            flags[i] = source.getShort();
            columns[i] = readBytes(source);
        }
        int rowCount = readInt(source);
        byte[] rows = readBytes(source);
        if (source.hasRemaining()) {
            throw new IOException("more than a result");
        }
        if (rowCount < 0 || rowCount > rows.length / PacketResult.HEADER_BYTES) {
            throw new IOException("impossible number of rows");
        }
        PacketResult result =
                new PacketResult((kind & BINARY) != 0, (kind & EXTENDED) != 0, columns, flags, rows, rowCount);
        PacketCollector.check(result);
        return result;
    }

    private static int readInt(ByteBuffer source) throws IOException {
        if (source.remaining() < Integer.BYTES) {
            throw new IOException("too short");
        }
        return source.getInt();
    }

    private static byte[] readBytes(ByteBuffer source) throws IOException {
        int length = readInt(source);
        if (length < 0 || length > source.remaining()) {
            throw new IOException("impossible length");
        }
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }
}
