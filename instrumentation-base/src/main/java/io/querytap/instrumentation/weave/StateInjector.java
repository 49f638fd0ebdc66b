package io.querytap.instrumentation.weave;

import io.querytap.hook.QuerytapResultState;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Adds the state interface, a field behind it, and the accessors. Directly through ASM: Byte Buddy's own way to add members
 * resolves the supertypes of the class, which fails where another agent has added interfaces that exist in memory only.
 *
 * <p>Everything added is synthetic and the fields are private and transient. A {@link java.io.Serializable} class without a
 * declared {@code serialVersionUID} must not come here: the computed one would change.
 */
final class StateInjector extends AsmVisitorWrapper.AbstractBase {
    private static final int FIELD_ACCESS = Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC;
    private static final int METHOD_ACCESS = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC;
    private static final String OBJECT = "Ljava/lang/Object;";

    private final Weaving.State state;

    StateInjector(Weaving.State state) {
        this.state = state;
    }

    /** The interface that a class has after injection. */
    static Class<?> interfaceOf(Weaving.State state) {
        return state == Weaving.State.RESULT ? QuerytapResultState.class : QuerytapState.class;
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
        return new InjectingVisitor(classVisitor, state);
    }

    private static final class InjectingVisitor extends ClassVisitor {
        private final Weaving.State state;
        private String owner = "";

        InjectingVisitor(ClassVisitor next, Weaving.State state) {
            super(OpenedClassReader.ASM_API, next);
            this.state = state;
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
            String added = interfaceOf(state).getName().replace('.', '/');
            String[] before = interfaces == null ? new String[0] : interfaces;
            String[] after = new String[before.length + 1];
            System.arraycopy(before, 0, after, 0, before.length);
            after[before.length] = added;
            String extended = signature == null ? null : signature + 'L' + added + ';';
            super.visit(version, access, name, extended, superName, after);
        }

        @Override
        public void visitEnd() {
            addProperty("querytap$state", OBJECT, Opcodes.ALOAD, Opcodes.ARETURN);
            if (state == Weaving.State.RESULT) {
                addProperty("querytap$generation", "I", Opcodes.ILOAD, Opcodes.IRETURN);
            }
            super.visitEnd();
        }

        private void addProperty(String name, String descriptor, int loadOpcode, int returnOpcode) {
            super.visitField(FIELD_ACCESS, name, descriptor, null, null).visitEnd();

            MethodVisitor getter = super.visitMethod(METHOD_ACCESS, name, "()" + descriptor, null, null);
            getter.visitCode();
            getter.visitVarInsn(Opcodes.ALOAD, 0);
            getter.visitFieldInsn(Opcodes.GETFIELD, owner, name, descriptor);
            getter.visitInsn(returnOpcode);
            getter.visitMaxs(1, 1);
            getter.visitEnd();

            MethodVisitor setter = super.visitMethod(METHOD_ACCESS, name, "(" + descriptor + ")V", null, null);
            setter.visitCode();
            setter.visitVarInsn(Opcodes.ALOAD, 0);
            setter.visitVarInsn(loadOpcode, 1);
            setter.visitFieldInsn(Opcodes.PUTFIELD, owner, name, descriptor);
            setter.visitInsn(Opcodes.RETURN);
            setter.visitMaxs(2, 2);
            setter.visitEnd();
        }
    }
}
