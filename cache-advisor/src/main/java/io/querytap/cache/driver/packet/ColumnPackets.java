package io.querytap.cache.driver.packet;

import java.io.IOException;

/** What must be known of a column's definition to walk over its values. */
public final class ColumnPackets {
    private static final int NAMES = 6; // catalogue, schema, table and its alias, column and its alias
    private static final int FIXED_BYTES = 12; // charset 2, length 4, type 1, flags 2, decimals 1, unused 2
    private static final int CHARSET_AND_LENGTH_BYTES = 6;
    private static final int AFTER_TYPE_BYTES = 5;

    private static final int TINY = 1;
    private static final int SHORT = 2;
    private static final int LONG = 3;
    private static final int FLOAT = 4;
    private static final int DOUBLE = 5;
    private static final int NULL = 6;
    private static final int LONGLONG = 8;
    private static final int INT24 = 9;
    private static final int YEAR = 13;

    /** The value lies behind its length. */
    public static final int LENGTH_FIRST = -1;

    private ColumnPackets() {}

    /**
     * The number of the column's type in the protocol.
     *
     * @throws IOException if that is not exactly one definition of a column
     */
    static int typeOf(byte[] definition, boolean isExtended) throws IOException {
        PacketCursor cursor = new PacketCursor(definition, 0, definition.length);
        for (int i = 0; i < NAMES; i++) {
            cursor.skipValue();
        }
        if (isExtended) {
            cursor.skipValue();
        }
        if (cursor.readByte() != FIXED_BYTES) {
            throw new IOException("not the definition of a column");
        }
        cursor.skip(CHARSET_AND_LENGTH_BYTES);
        int type = cursor.readByte();
        cursor.skip(AFTER_TYPE_BYTES);
        if (!cursor.isAtEnd()) {
            throw new IOException("definition of a column too long");
        }
        return type;
    }

    /** The types of all columns. */
    public static int[] typesOf(byte[][] definitions, boolean isExtended) throws IOException {
        int[] types = new int[definitions.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = typeOf(definitions[i], isExtended);
        }
        return types;
    }

    /** How many bytes a value of the type takes in a binary row, or {@link #LENGTH_FIRST}. */
    public static int binaryBytes(int type) {
        switch (type) {
            case NULL:
                return 0;
            case TINY:
                return 1;
            case SHORT:
            case YEAR:
                return 2;
            case LONG:
            case INT24:
            case FLOAT:
                return 4;
            case LONGLONG:
            case DOUBLE:
                return 8;
            default:
                return LENGTH_FIRST;
        }
    }
}
