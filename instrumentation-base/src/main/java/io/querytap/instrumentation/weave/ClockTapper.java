package io.querytap.instrumentation.weave;

import io.querytap.hook.QuerytapPoolHooks;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ClockTap} in: after the reading, which stays on the stack, three instructions without a branch, so that no stack map
 * changes.
 */
final class ClockTapper extends AsmVisitorWrapper.AbstractBase {
    private final ClockTap tap;

    ClockTapper(ClockTap tap) {
        this.tap = tap;
    }

    @Override
    public int mergeWriter(int flags) {
        return flags | ClassWriter.COMPUTE_MAXS;
    }

    @Override
    public ClassVisitor wrap(
            TypeDescription instrumentedType,
            ClassVisitor classVisitor,
            Implementation.Context implementationContext,
            TypePool typePool,
            FieldList<FieldDescription.InDefinedShape> fields,
            MethodList<?> methods,
            int writerFlags,
            int readerFlags) {
        return new ClassVisitor(OpenedClassReader.ASM_API, classVisitor) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                boolean chosen =
                        (name + descriptor).equals(tap.signature) && (access & Opcodes.ACC_STATIC) == 0 && next != null;
                return chosen ? new TappingVisitor(next, tap) : next;
            }
        };
    }

    /**
     * Sees the instructions in their order. An element is told of only where they are exactly {@code element = (Type) ...; if (element
     * != null) { clock ...}}: there the variable is sure to have it.
     */
    private static final class TappingVisitor extends MethodVisitor {
        private static final String HOOKS = QuerytapPoolHooks.class.getName().replace('.', '/');

        /** How much of that was seen. */
        private enum Seen {
            NOTHING,
            CAST,
            STORED,
            LOADED,
            TESTED,
            NOT_NULL
        }

        private final ClockTap tap;
        private Seen seen = Seen.NOTHING;
        private int variable;
        private @Nullable Label notNull;

        TappingVisitor(MethodVisitor next, ClockTap tap) {
            super(OpenedClassReader.ASM_API, next);
            this.tap = tap;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            seen = opcode == Opcodes.CHECKCAST && type.equals(tap.element) ? Seen.CAST : Seen.NOTHING;
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            super.visitVarInsn(opcode, index);
            if (opcode == Opcodes.ASTORE && seen == Seen.CAST) {
                variable = index;
                seen = Seen.STORED;
            } else {
                boolean loaded = opcode == Opcodes.ALOAD && seen == Seen.STORED && index == variable;
                seen = loaded ? Seen.LOADED : Seen.NOTHING;
            }
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            super.visitJumpInsn(opcode, label);
            if (opcode == Opcodes.IFNONNULL && seen == Seen.LOADED) {
                notNull = label;
                seen = Seen.TESTED;
            } else if (opcode != Opcodes.GOTO || seen != Seen.TESTED) {
                seen = Seen.NOTHING;
            }
        }

        @Override
        public void visitLabel(Label label) {
            super.visitLabel(label);
            if (seen == Seen.TESTED && label == notNull) {
                seen = Seen.NOT_NULL;
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            boolean isClock = opcode == Opcodes.INVOKESTATIC
                    && owner.equals(tap.clock)
                    && name.equals(tap.clockMethod)
                    && descriptor.equals("()J");
            if (isClock && (tap.element.isEmpty() || seen == Seen.NOT_NULL)) {
                super.visitInsn(Opcodes.DUP2);
                super.visitVarInsn(Opcodes.ALOAD, tap.element.isEmpty() ? 0 : variable);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, HOOKS, tap.hook, "(JLjava/lang/Object;)V", /* isInterface= */ false);
            }
            seen = Seen.NOTHING;
        }

        @Override
        public void visitInsn(int opcode) {
            super.visitInsn(opcode);
            seen = Seen.NOTHING;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            super.visitFieldInsn(opcode, owner, name, descriptor);
            seen = Seen.NOTHING;
        }
    }
}
