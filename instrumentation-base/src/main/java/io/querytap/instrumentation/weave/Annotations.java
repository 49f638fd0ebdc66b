package io.querytap.instrumentation.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;

/** The annotations of one method as its class file has them (JVMS 4.7.16), read when somebody asks. Immutable. */
final class Annotations {
    /** Annotations in annotations, arrays in arrays; what nests deeper is not read on. */
    private static final int MAX_DEPTH = 16;

    private final byte[] attribute;
    private final Object[] pool;

    Annotations(byte[] attribute, Object[] pool) {
        this.attribute = attribute;
        this.pool = pool;
    }

    boolean containOneOf(Set<String> descriptors) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(attribute));
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                Object type = pool[in.readUnsignedShort()];
                if (type instanceof String && descriptors.contains(type)) {
                    return true;
                }
                skipElements(in, MAX_DEPTH);
            }
            return false;
        } catch (IOException | IndexOutOfBoundsException malformed) {
            return false;
        }
    }

    private static void skipElements(DataInputStream in, int depth) throws IOException {
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            in.skipBytes(2); // name
            skipValue(in, depth);
        }
    }

    private static void skipValue(DataInputStream in, int depth) throws IOException {
        if (depth == 0) {
            throw new IOException("annotations nest too deep");
        }
        switch (in.readUnsignedByte()) {
            case 'e':
                in.skipBytes(4);
                break;
            case '@':
                in.skipBytes(2);
                skipElements(in, depth - 1);
                break;
            case '[':
                for (int i = in.readUnsignedShort(); i > 0; i--) {
                    skipValue(in, depth - 1);
                }
                break;
            default: // a constant or a class
                in.skipBytes(2);
                break;
        }
    }
}
