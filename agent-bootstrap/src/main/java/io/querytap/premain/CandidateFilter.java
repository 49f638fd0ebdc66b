package io.querytap.premain;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/**
 * Passes over, at the price of a walk along the constant pool, every class that cannot be JDBC: one that does not mention
 * {@code java/sql/}, {@code javax/sql/} or a known pool. Only the rest reaches the weaver. Never throws; stateless.
 */
final class CandidateFilter implements ClassFileTransformer {
    /** A class file's constant pool begins behind magic, versions and its own count. */
    private static final int POOL_OFFSET = 10;

    private static final byte[][] MARKS = {
        ascii("java/sql/"), ascii("javax/sql/"), ascii("com/zaxxer/hikari/pool/"),
    };

    private final ClassFileTransformer weaver;
    private final ClassLoader own;
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();

    CandidateFilter(ClassFileTransformer weaver, ClassLoader own) {
        this.weaver = weaver;
        this.own = own;
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String className,
            Class<?> classBeingRedefined,
            ProtectionDomain protectionDomain,
            byte[] classFile) {
        if (className == null || loader == null || loader == platform || loader == own) {
            return null;
        }
        try {
            return mentionsDatabase(classFile)
                    ? weaver.transform(module, loader, className, classBeingRedefined, protectionDomain, classFile)
                    : null;
        } catch (Throwable failure) { // the weaver reports its own failures; here only the application's class matters
            return null;
        }
    }

    /** Walks the constant pool as the JVM specification lays it out (JVMS 4.4) and looks into its Utf8 entries. */
    static boolean mentionsDatabase(byte[] classFile) {
        int entries = u2(classFile, POOL_OFFSET - 2);
        int at = POOL_OFFSET;
        for (int entry = 1; entry < entries; entry++) {
            switch (classFile[at]) {
                case 1: // Utf8
                    int length = u2(classFile, at + 1);
                    if (containsMark(classFile, at + 3, length)) {
                        return true;
                    }
                    at += 3 + length;
                    break;
                case 3: // Integer
                case 4: // Float
                case 9: // Fieldref
                case 10: // Methodref
                case 11: // InterfaceMethodref
                case 12: // NameAndType
                case 17: // Dynamic
                case 18: // InvokeDynamic
                    at += 5;
                    break;
                case 5: // Long
                case 6: // Double
                    at += 9;
                    entry++; // takes two numbers
                    break;
                case 15: // MethodHandle
                    at += 4;
                    break;
                default: // Class, String, MethodType, Module, Package
                    at += 3;
                    break;
            }
        }
        return false;
    }

    private static boolean containsMark(byte[] bytes, int from, int length) {
        int last = from + length - MARKS[0].length;
        for (int at = from; at <= last; at++) {
            byte first = bytes[at];
            if ((first == 'j' || first == 'c') && startsWithMark(bytes, at, from + length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWithMark(byte[] bytes, int at, int end) {
        for (byte[] mark : MARKS) {
            int i = 0;
            while (i < mark.length && at + i < end && bytes[at + i] == mark[i]) {
                i++;
            }
            if (i == mark.length) {
                return true;
            }
        }
        return false;
    }

    private static int u2(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static byte[] ascii(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
