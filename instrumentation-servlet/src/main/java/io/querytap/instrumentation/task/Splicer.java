package io.querytap.instrumentation.task;

import io.querytap.workhook.QuerytapWorkHooks;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Puts the calls into one class. For one use. */
final class Splicer extends ClassVisitor {
    private static final String HOOKS = Type.getInternalName(QuerytapWorkHooks.class);
    private static final String OBJECT = "Ljava/lang/Object;";

    private final List<Splice> splices;
    private final int[] found;
    private String owner = "";

    private Splicer(List<Splice> splices, ClassVisitor next) {
        super(OpenedClassReader.ASM_API, next);
        this.splices = splices;
        this.found = new int[splices.size()];
    }

    /** The class with all calls; null if it is not as expected, and then nothing is put into it. */
    static byte @Nullable [] apply(TaskClass to, byte[] classFile) {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Splicer splicer = new Splicer(to.splices(), writer);
        reader.accept(splicer, 0);
        return to.isAsExpected(splicer.found) ? writer.toByteArray() : null;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        owner = name;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
        List<Integer> here = new ArrayList<>();
        if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNTHETIC)) == 0) {
            for (int i = 0; i < splices.size(); i++) {
                if (splices.get(i).isFor(name, descriptor)) {
                    here.add(i);
                }
            }
        }
        return here.isEmpty() ? method : new Method(method, here);
    }

    private final class Method extends MethodVisitor {
        private final List<Integer> here;
        private final Label start = new Label();

        Method(MethodVisitor next, List<Integer> here) {
            super(OpenedClassReader.ASM_API, next);
            this.here = here;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            for (int index : here) {
                if (splices.get(index).place() == Splice.Place.ENTRY) {
                    call(index);
                }
            }
            super.visitLabel(start);
        }

        @Override
        public void visitMethodInsn(
                int opcode, String calledOwner, String name, String descriptor, boolean isInterface) {
            for (int index : here) {
                if (splices.get(index).isAt(Splice.Place.BEFORE, name)) {
                    call(index);
                } else if (splices.get(index).isAt(Splice.Place.BEFORE_WITH_RECEIVER, name)
                        && descriptor.equals("()V")) {
                    super.visitInsn(Opcodes.DUP);
                    invoke(index, 1);
                }
            }
            super.visitMethodInsn(opcode, calledOwner, name, descriptor, isInterface);
            for (int index : here) {
                if (splices.get(index).isAt(Splice.Place.AFTER, name)) {
                    call(index);
                }
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.RETURN) {
                exits(/* counted= */ false);
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            if (hasExit()) {
                // Last in the table of exceptions, so that the method's own handlers come first.
                Label end = new Label();
                super.visitLabel(end);
                super.visitTryCatchBlock(start, end, end, null);
                super.visitFrame(Opcodes.F_FULL, 1, new Object[] {owner}, 1, new Object[] {"java/lang/Throwable"});
                exits(/* counted= */ true);
                super.visitInsn(Opcodes.ATHROW);
            }
            super.visitMaxs(maxStack, maxLocals);
        }

        private boolean hasExit() {
            for (int index : here) {
                if (splices.get(index).place() == Splice.Place.EXIT) {
                    return true;
                }
            }
            return false;
        }

        private void exits(boolean counted) {
            for (int index : here) {
                if (splices.get(index).place() == Splice.Place.EXIT) {
                    call(index);
                    found[index] -= counted ? 0 : 1; // once for each method, however often it returns
                }
            }
        }

        private void call(int index) {
            int[] locals = splices.get(index).arguments();
            for (int local : locals) {
                super.visitVarInsn(Opcodes.ALOAD, local);
            }
            invoke(index, locals.length);
        }

        private void invoke(int index, int arguments) {
            found[index]++;
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    HOOKS,
                    splices.get(index).hook(),
                    "(" + OBJECT.repeat(arguments) + ")V",
                    /* isInterface= */ false);
        }
    }
}
