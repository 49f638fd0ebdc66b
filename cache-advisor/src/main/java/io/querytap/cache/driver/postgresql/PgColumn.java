package io.querytap.cache.driver.postgresql;

import io.querytap.cache.driver.EncodedText;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the server says of a column; format is text or binary. Immutable. */
final class PgColumn {
    /** Six numbers. */
    private static final int FIXED_BYTES = 6 * Integer.BYTES;
    /** Of the objects, without the label's characters. */
    private static final int OVERHEAD_BYTES = 100;

    final String label;
    final int oid;
    final int length;
    final int modifier;
    final int tableOid;
    final int position;
    final int format;

    PgColumn(String label, int oid, int length, int modifier, int tableOid, int position, int format) {
        this.label = label;
        this.oid = oid;
        this.length = length;
        this.modifier = modifier;
        this.tableOid = tableOid;
        this.position = position;
        this.format = format;
    }

    int weightBytes() {
        return OVERHEAD_BYTES + 2 * label.length();
    }

    int encodedBytes() {
        return FIXED_BYTES + EncodedText.bytes(label);
    }

    void writeTo(ByteBuffer to) {
        to.putInt(oid)
                .putInt(length)
                .putInt(modifier)
                .putInt(tableOid)
                .putInt(position)
                .putInt(format);
        EncodedText.write(label, to);
    }

    static PgColumn read(ByteBuffer from) throws IOException {
        if (from.remaining() < FIXED_BYTES) {
            throw new IOException("columns are cut off");
        }
        int oid = from.getInt();
        int length = from.getInt();
        int modifier = from.getInt();
        int tableOid = from.getInt();
        int position = from.getInt();
        int format = from.getInt();
        String label = EncodedText.read(from);
        if (label == null || format < 0 || format > 1) {
            throw new IOException("not a column");
        }
        return new PgColumn(label, oid, length, modifier, tableOid, position, format);
    }
}
