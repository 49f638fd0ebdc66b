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
 * Puts a {@link ClockTap} in: after the reading, which stays on the stack, a few instructions without a branch, so that no stack map
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

        private static final int UNKNOWN = -1;

        private final ClockTap tap;

        /** No branch until here: what is done in these instructions is done before all later ones. */
        private boolean straight = true;

        private boolean firstRead;

        /** The first reading, if it was put there at once and nothing else was since. */
        private int firstVariable = UNKNOWN;

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
            if (opcode == Opcodes.LSTORE && firstRead) {
                firstVariable = index;
            } else if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE && overlaps(opcode, index)) {
                firstVariable = UNKNOWN;
            }
            firstRead = false;
            if (opcode == Opcodes.ASTORE && seen == Seen.CAST) {
                variable = index;
                seen = Seen.STORED;
            } else {
                boolean loaded = opcode == Opcodes.ALOAD && seen == Seen.STORED && index == variable;
                seen = loaded ? Seen.LOADED : Seen.NOTHING;
            }
        }

        private boolean overlaps(int opcode, int index) {
            boolean wide = opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE;
            return index <= firstVariable + 1 && index + (wide ? 1 : 0) >= firstVariable;
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            super.visitJumpInsn(opcode, label);
            straight = false;
            firstRead = false;
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
            boolean first = isClock && straight && !tap.element.isEmpty();
            if (isClock && tap.element.isEmpty()) {
                tell(tap.hook);
            } else if (first) {
                straight = false;
                tell(tap.firstHook);
            } else if (isClock && seen == Seen.NOT_NULL) {
                tellOfElement();
            }
            firstRead = first;
            seen = Seen.NOTHING;
        }

        private void tell(String hook) {
            super.visitInsn(Opcodes.DUP2);
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, HOOKS, hook, "(JLjava/lang/Object;)V", /* isInterface= */ false);
        }

        private void tellOfElement() {
            super.visitInsn(Opcodes.DUP2);
            if (firstVariable == UNKNOWN) {
                super.visitInsn(Opcodes.LCONST_0);
            } else {
                super.visitVarInsn(Opcodes.LLOAD, firstVariable);
            }
            super.visitVarInsn(Opcodes.ALOAD, variable);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, HOOKS, tap.hook, "(JJLjava/lang/Object;)V", /* isInterface= */ false);
        }

        @Override
        public void visitInsn(int opcode) {
            super.visitInsn(opcode);
            firstRead = false;
            seen = Seen.NOTHING;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            super.visitFieldInsn(opcode, owner, name, descriptor);
            firstRead = false;
            seen = Seen.NOTHING;
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label others, Label... labels) {
            super.visitTableSwitchInsn(min, max, others, labels);
            straight = false;
        }

        @Override
        public void visitLookupSwitchInsn(Label others, int[] keys, Label[] labels) {
            super.visitLookupSwitchInsn(others, keys, labels);
            straight = false;
        }
    }
}
