package io.querytap.premain;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collection;

/**
 * Passes over, at the price of a walk along the constant pool, every class that nobody can want: one that does not mention
 * {@code java/sql/}, {@code javax/sql/} or a known pool, has no constant that an instrumentation looks for, and is not named by
 * the user. Only the rest reaches the weaver. Never throws; stateless.
 */
final class CandidateFilter implements ClassFileTransformer {
    /** A class file's constant pool begins behind magic, versions and its own count. */
    private static final int POOL_OFFSET = 10;

    private static final byte[][] PARTS = {
        ascii("java/sql/"), ascii("javax/sql/"), ascii("com/zaxxer/hikari/pool/"),
    };

    private final ClassFileTransformer weaver;
    private final ClassLoader own;
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();

    /** Whole constants that are looked for, by their length: most constants are passed over by that alone. */
    private final byte[][][] constantsByLength;

    /** Internal names of classes that are candidates whatever they mention; mostly empty. */
    private final Collection<String> named;

    /**
     * @param constants descriptors and names one of which a class file has that an instrumentation can want
     * @param named internal names of classes that are wanted whatever they mention
     */
    CandidateFilter(
            ClassFileTransformer weaver, ClassLoader own, Collection<String> constants, Collection<String> named) {
        this.weaver = weaver;
        this.own = own;
        this.constantsByLength = byLength(constants);
        this.named = named;
    }

    private static byte[][][] byLength(Collection<String> constants) {
        int longest = 0;
        for (String constant : constants) {
            longest = Math.max(longest, constant.length());
        }
        byte[][][] byLength = new byte[longest + 1][][];
        for (String constant : constants) {
            byte[][] before = byLength[constant.length()];
            int count = before == null ? 0 : before.length;
            byte[][] after = new byte[count + 1][];
            for (int i = 0; i < count; i++) {
                after[i] = before[i];
            }
            after[count] = ascii(constant);
            byLength[constant.length()] = after;
        }
        return byLength;
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
            return isCandidate(classFile) || !named.isEmpty() && named.contains(className)
                    ? weaver.transform(module, loader, className, classBeingRedefined, protectionDomain, classFile)
                    : null;
        } catch (Throwable failure) { // the weaver reports its own failures; here only the application's class matters
            return null;
        }
    }

    /** Walks the constant pool as the JVM specification lays it out (JVMS 4.4) and looks into its Utf8 entries. */
    boolean isCandidate(byte[] classFile) {
        int entries = u2(classFile, POOL_OFFSET - 2);
        int at = POOL_OFFSET;
        for (int entry = 1; entry < entries; entry++) {
            switch (classFile[at]) {
                case 1: // Utf8
                    int length = u2(classFile, at + 1);
                    if (isConstant(classFile, at + 3, length) || containsPart(classFile, at + 3, length)) {
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

    private boolean isConstant(byte[] bytes, int from, int length) {
        if (length >= constantsByLength.length) {
            return false;
        }
        byte[][] candidates = constantsByLength[length];
        if (candidates != null) {
            for (byte[] candidate : candidates) {
                if (startsWith(bytes, from, from + length, candidate)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean containsPart(byte[] bytes, int from, int length) {
        int last = from + length - PARTS[0].length;
        for (int at = from; at <= last; at++) {
            byte first = bytes[at];
            if (first == 'j' || first == 'c') {
                for (byte[] part : PARTS) {
                    if (startsWith(bytes, at, from + length, part)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int from, int end, byte[] wanted) {
        int i = 0;
        while (i < wanted.length && from + i < end && bytes[from + i] == wanted[i]) {
            i++;
        }
        return i == wanted.length;
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
