package io.querytap.instrumentation.jdbc;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * How the code of a class hands calls on. Read from the code, because asking the objects ({@code unwrap}) would run foreign code
 * that may throw, be slow, or lie.
 */
final class Delegation extends ClassVisitor {
    private boolean delegating;
    private final Set<String> callingSuper = new HashSet<>();

    private Delegation() {
        super(OpenedClassReader.ASM_API);
    }

    static Delegation of(byte[] classFile) {
        Delegation delegation = new Delegation();
        OpenedClassReader.of(classFile).accept(delegation, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return delegation;
    }

    /**
     * Whether the class is a wrapper: one of its telling methods calls, through the JDBC interface, the method of the same name
     * and descriptor on another object, itself or from a lambda in it. A driver answers a call; a wrapper hands it on.
     */
    boolean isDelegating() {
        return delegating;
    }

    /** Whether a method calls the one it overrides, which is woven too: what counts calls must then be woven only there. */
    boolean callsSuper(String signature) {
        return callingSuper.contains(signature);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        String method = writtenIn(name);
        boolean lambda = !method.equals(name);
        return isTelling(method) ? new Calls(method, descriptor, lambda) : null;
    }

    private static boolean isTelling(String method) {
        switch (method) {
            case "execute":
            case "executeQuery":
            case "executeUpdate":
            case "executeBatch":
            case "addBatch":
            case "prepareStatement":
            case "createStatement":
            case "next":
                return true;
            default:
                return false;
        }
    }

    /** The method that a lambda's body was written in: {@code lambda$executeQuery$3} was in {@code executeQuery}. */
    private static String writtenIn(String name) {
        int end = name.lastIndexOf('$');
        return name.startsWith("lambda$") && end > 7 ? name.substring(7, end) : name;
    }

    private final class Calls extends MethodVisitor {
        private final String method;
        private final String descriptor;
        private final boolean lambda;

        Calls(String method, String descriptor, boolean lambda) {
            super(OpenedClassReader.ASM_API);
            this.method = method;
            this.descriptor = descriptor;
            this.lambda = lambda;
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
            if (!called.equals(method)) {
                return;
            }
            boolean same = calledDescriptor.equals(descriptor);
            if (opcode == Opcodes.INVOKEINTERFACE && owner.startsWith("java/sql/") && (lambda || same)) {
                delegating = true;
            } else if (opcode == Opcodes.INVOKESPECIAL && same && !lambda) {
                callingSuper.add(method.concat(descriptor));
            }
        }
    }
}
