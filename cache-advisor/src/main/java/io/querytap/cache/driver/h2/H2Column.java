package io.querytap.cache.driver.h2;

import io.querytap.cache.driver.EncodedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a result says of a column, but its type. Immutable. */
final class H2Column {
    /** Of the objects, without the characters. */
    private static final int OVERHEAD_BYTES = 200;

    private static final int FIXED_BYTES = Byte.BYTES + Integer.BYTES;

    final String alias;
    final @Nullable String schema;
    final @Nullable String table;
    final @Nullable String name;
    final boolean isIdentity;
    final int nullable;

    H2Column(
            String alias,
            @Nullable String schema,
            @Nullable String table,
            @Nullable String name,
            boolean isIdentity,
            int nullable) {
        this.alias = alias;
        this.schema = schema;
        this.table = table;
        this.name = name;
        this.isIdentity = isIdentity;
        this.nullable = nullable;
    }

    int weightBytes() {
        return OVERHEAD_BYTES + encodedBytes();
    }

    int encodedBytes() {
        return FIXED_BYTES
                + EncodedText.bytes(alias)
                + EncodedText.bytes(schema)
                + EncodedText.bytes(table)
                + EncodedText.bytes(name);
    }

    void writeTo(ByteBuffer to) {
        to.put((byte) (isIdentity ? 1 : 0)).putInt(nullable);
        EncodedText.write(alias, to);
        EncodedText.write(schema, to);
        EncodedText.write(table, to);
        EncodedText.write(name, to);
    }

    static H2Column read(ByteBuffer from) throws IOException {
        if (from.remaining() < FIXED_BYTES) {
            throw new IOException("columns are cut off");
        }
        boolean isIdentity = from.get() != 0;
        int nullable = from.getInt();
        String alias = EncodedText.read(from);
        if (alias == null) {
            throw new IOException("not a column");
        }
        return new H2Column(
                alias, EncodedText.read(from), EncodedText.read(from), EncodedText.read(from), isIdentity, nullable);
    }
}
