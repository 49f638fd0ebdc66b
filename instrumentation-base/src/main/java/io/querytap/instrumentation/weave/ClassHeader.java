package io.querytap.instrumentation.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Name, supertypes and declared methods of a class file, read from its bytes (JVMS 4.1) in one pass over the constant pool and
 * the member tables, without Byte Buddy: it answers for the hundreds of classes that mention JDBC and are not a driver. Names
 * are internal ({@code java/sql/Driver}). Immutable.
 */
public final class ClassHeader {
    private static final int ACC_INTERFACE = 0x0200;
    private static final int ACC_PUBLIC = 0x0001;
    private static final int ACC_STATIC = 0x0008;
    private static final int ACC_ABSTRACT = 0x0400;
    private static final int ACC_NATIVE = 0x0100;
    private static final int ACC_BRIDGE = 0x0040;

    private final String name;
    private final @Nullable String superName;
    private final List<String> interfaceNames;
    private final List<Method> methods;
    private final int access;
    private final boolean declaresSerialVersion;

    private ClassHeader(
            String name,
            @Nullable String superName,
            List<String> interfaceNames,
            List<Method> methods,
            int access,
            boolean declaresSerialVersion) {
        this.name = name;
        this.superName = superName;
        this.interfaceNames = interfaceNames;
        this.methods = methods;
        this.access = access;
        this.declaresSerialVersion = declaresSerialVersion;
    }

    /** @throws IOException if the bytes are no class file */
    public static ClassHeader read(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipBytes(8); // magic and versions
        Object[] pool = readConstantPool(in);
        int access = in.readUnsignedShort();
        String name = classAt(pool, in.readUnsignedShort());
        int superIndex = in.readUnsignedShort();
        String superName = superIndex == 0 ? null : classAt(pool, superIndex);
        List<String> interfaceNames = new ArrayList<>();
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            interfaceNames.add(classAt(pool, in.readUnsignedShort()));
        }
        boolean declaresSerialVersion = readFields(in, pool);
        return new ClassHeader(name, superName, interfaceNames, readMethods(in, pool), access, declaresSerialVersion);
    }

    /** Strings stand for Utf8 entries, Integers for the name index of Class entries; the rest is not kept. */
    private static Object[] readConstantPool(DataInputStream in) throws IOException {
        Object[] pool = new Object[in.readUnsignedShort()];
        for (int i = 1; i < pool.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1:
                    pool[i] = in.readUTF();
                    break;
                case 7:
                    pool[i] = in.readUnsignedShort();
                    break;
                case 5:
                case 6:
                    in.skipBytes(8);
                    i++; // long and double take two entries
                    break;
                case 15:
                    in.skipBytes(3);
                    break;
                case 8:
                case 16:
                case 19:
                case 20:
                    in.skipBytes(2);
                    break;
                default:
                    in.skipBytes(4);
                    break;
            }
        }
        return pool;
    }

    private static String classAt(Object[] pool, int index) throws IOException {
        Object nameIndex = pool[index];
        if (!(nameIndex instanceof Integer) || !(pool[(Integer) nameIndex] instanceof String)) {
            throw new IOException("constant " + index + " is no class");
        }
        return (String) pool[(Integer) nameIndex];
    }

    /** Passes over the fields; returns whether one is {@code static long serialVersionUID}. */
    private static boolean readFields(DataInputStream in, Object[] pool) throws IOException {
        boolean serialVersion = false;
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            int access = in.readUnsignedShort();
            Object name = pool[in.readUnsignedShort()];
            in.skipBytes(2);
            skipAttributes(in);
            serialVersion |= (access & ACC_STATIC) != 0 && "serialVersionUID".equals(name);
        }
        return serialVersion;
    }

    private static List<Method> readMethods(DataInputStream in, Object[] pool) throws IOException {
        int count = in.readUnsignedShort();
        List<Method> methods = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int access = in.readUnsignedShort();
            String name = (String) pool[in.readUnsignedShort()];
            String descriptor = (String) pool[in.readUnsignedShort()];
            methods.add(new Method(name, descriptor, access, readAnnotations(in, pool)));
        }
        return methods;
    }

    /** Passes over the attributes of a method; returns its annotations if it has any. */
    private static @Nullable Annotations readAnnotations(DataInputStream in, Object[] pool) throws IOException {
        Annotations annotations = null;
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            Object name = pool[in.readUnsignedShort()];
            int length = in.readInt();
            if ("RuntimeVisibleAnnotations".equals(name) && length >= 0 && length <= in.available()) {
                byte[] attribute = new byte[length];
                in.readFully(attribute);
                annotations = new Annotations(attribute, pool);
            } else {
                in.skipBytes(length);
            }
        }
        return annotations;
    }

    private static void skipAttributes(DataInputStream in) throws IOException {
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            in.skipBytes(2);
            in.skipBytes(in.readInt());
        }
    }

    public String name() {
        return name;
    }

    public @Nullable String superName() {
        return superName;
    }

    public List<String> interfaceNames() {
        return interfaceNames;
    }

    public List<Method> methods() {
        return methods;
    }

    /** Whether a member can be added without changing the class's serialized form. */
    public boolean declaresSerialVersion() {
        return declaresSerialVersion;
    }

    public boolean isInterface() {
        return (access & ACC_INTERFACE) != 0;
    }

    /** One declared method. Immutable. */
    public static final class Method {
        private final String name;
        private final String descriptor;
        private final int access;
        private final @Nullable Annotations annotations;

        Method(String name, String descriptor, int access, @Nullable Annotations annotations) {
            this.name = name;
            this.descriptor = descriptor;
            this.access = access;
            this.annotations = annotations;
        }

        public String name() {
            return name;
        }

        public String descriptor() {
            return descriptor;
        }

        /** Name and descriptor in one: {@code next()Z}. */
        public String signature() {
            return name + descriptor;
        }

        /** Whether one of its annotations is of these types, written as descriptors: {@code Lcom/acme/Job;}. */
        public boolean isAnnotated(Set<String> descriptors) {
            return annotations != null && annotations.containOneOf(descriptors);
        }

        /** Whether it is a method of the class itself, with a body. */
        public boolean isStatic() {
            return (access & (ACC_STATIC | ACC_ABSTRACT | ACC_NATIVE)) == ACC_STATIC;
        }

        /** Whether it is an instance method with a body that is not only the compiler's bridge to another. */
        public boolean canBeWoven() {
            return (access & (ACC_STATIC | ACC_ABSTRACT | ACC_NATIVE | ACC_BRIDGE)) == 0;
        }

        public boolean isPublic() {
            return (access & ACC_PUBLIC) != 0;
        }
    }
}
