package io.querytap.instrumentation.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.hook.QuerytapResultState;
import io.querytap.hook.QuerytapState;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeaverTest {
    private static final int JAVA_17 = 61;

    private final AtomicInteger preparations = new AtomicInteger();

    @BeforeEach
    void forgetCalls() {
        CallAdvice.CALLS.clear();
        CallAdvice.failing = false;
    }

    /** Weaves every declared instance method of the package {@code sample}. */
    private Weaver weaver(Weaving.State state) {
        TypeInstrumentation all = (type, supertypes, classFile) -> {
            if (!type.name().startsWith("sample/")) {
                return null;
            }
            Weaving weaving = new Weaving(state);
            for (ClassHeader.Method method : type.methods()) {
                if (method.canBeWoven() && !method.name().contains("$")) {
                    boolean constructor = method.name().equals("<init>");
                    weaving.add(
                            constructor ? CallAdvice.AfterConstruction.class : CallAdvice.Around.class,
                            method.signature());
                }
            }
            return weaving;
        };
        return new Weaver(List.of(all), preparations::incrementAndGet);
    }

    private static URL testClasses() {
        return WeaverTest.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static Object call(Object target, String name, Object... arguments) throws Exception {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && !method.isBridge()) {
                try {
                    return method.invoke(target, arguments);
                } catch (InvocationTargetException thrown) {
                    throw (Exception) thrown.getCause();
                }
            }
        }
        throw new AssertionError("no method " + name);
    }

    @ParameterizedTest
    @EnumSource(Weaving.State.class)
    void transform_anyState_keepsBehaviourAndSeesEveryCall(Weaving.State state) throws Exception {
        WeavingLoader loader = new WeavingLoader(weaver(state), testClasses());
        Object calculator =
                loader.loadClass("sample.Calculator").getConstructor(int.class).newInstance(6);

        assertThat(call(calculator, "add", 4)).isEqualTo(10);
        assertThat(call(calculator, "multiply", 7L)).isEqualTo(42L);
        assertThat(call(calculator, "divide", 4.0)).isEqualTo(1.5);
        assertThatThrownBy(() -> call(calculator, "divide", 0.0)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> call(calculator, "fail", "as told"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("as told");
        assertThat(call(calculator, "describe")).isEqualTo("base 6 calls 3");
        assertThat(call(calculator, "compareTo", calculator)).isEqualTo(0);
        assertThat(CallAdvice.CALLS)
                .containsExactly(
                        "Calculator 0 ",
                        "Calculator 42 ",
                        "Calculator 42 ",
                        "Calculator 42 ",
                        "Calculator 42 by zero",
                        "Calculator 42 as told",
                        "Calculator 42 ",
                        "Calculator 42 ");
        assertThat(preparations).hasValue(1);
    }

    @Test
    void transform_chosenByTwo_getsTheAdviceOfBothAndOneState() throws Exception {
        TypeInstrumentation stateful =
                choosing(new Weaving(Weaving.State.OBJECT).add(CallAdvice.Around.class, "add(I)I"));
        TypeInstrumentation stateless = choosing(new Weaving(Weaving.State.NONE)
                .add(CallAdvice.Inside.class, "add(I)I")
                .add(CallAdvice.Inside.class, "describe()Ljava/lang/String;"));
        TypeInstrumentation secondState =
                choosing(new Weaving(Weaving.State.RESULT).add(CallAdvice.Around.class, "multiply(J)J"));
        WeavingLoader loader =
                new WeavingLoader(new Weaver(List.of(stateful, stateless, secondState), () -> {}), testClasses());
        Object calculator =
                loader.loadClass("sample.Calculator").getConstructor(int.class).newInstance(6);
        assertThat(calculator).isInstanceOf(QuerytapState.class).isNotInstanceOf(QuerytapResultState.class);

        assertThat(call(calculator, "add", 4)).isEqualTo(10);
        assertThat(call(calculator, "multiply", 7L)).isEqualTo(42L);
        assertThat(CallAdvice.CALLS).containsExactly("inside", "Calculator 42 ");
        CallAdvice.CALLS.clear();
        call(calculator, "describe");
        assertThat(CallAdvice.CALLS).containsExactly("inside");
    }

    private static TypeInstrumentation choosing(Weaving weaving) {
        return (type, supertypes, classFile) -> type.name().equals("sample/Calculator") ? weaving : null;
    }

    @Test
    void transform_loadedWithoutState_stillGetsWhatNeedsNone() throws Exception {
        Weaver weaver = new Weaver(
                List.of(
                        choosing(new Weaving(Weaving.State.OBJECT).add(CallAdvice.Around.class, "add(I)I")),
                        choosing(new Weaving(Weaving.State.NONE).add(CallAdvice.Inside.class, "add(I)I"))),
                () -> {});
        WeavingLoader loader = new WeavingLoader(weaver, testClasses());
        loader.loadClass("sample.Calculator");
        byte[] original = loader.originals().get("sample.Calculator");
        byte[] woven =
                weaver.transform(null, loader, "sample/Calculator", Class.forName("sample.Calculator"), null, original);
        assertThat(shapeOf(woven)).isEqualTo(shapeOf(original));
        assertThat(woven).isNotEqualTo(original);
    }

    @Test
    void transform_hookThatThrows_neverReachesTheApplication() throws Exception {
        WeavingLoader loader = new WeavingLoader(weaver(Weaving.State.OBJECT), testClasses());
        CallAdvice.failing = true;
        Object calculator =
                loader.loadClass("sample.Calculator").getConstructor(int.class).newInstance(6);
        assertThat(call(calculator, "add", 4)).isEqualTo(10);
        assertThatThrownBy(() -> call(calculator, "fail", "as told")).hasMessage("as told");
    }

    @Test
    void transform_state_isHeldPerObjectThroughTheAccessors() throws Exception {
        WeavingLoader loader = new WeavingLoader(weaver(Weaving.State.RESULT), testClasses());
        Class<?> type = loader.loadClass("sample.Calculator");
        QuerytapResultState one =
                (QuerytapResultState) type.getConstructor(int.class).newInstance(1);
        QuerytapResultState other =
                (QuerytapResultState) type.getConstructor(int.class).newInstance(1);
        assertThat(one.querytap$state()).isNull();
        one.querytap$state("mine");
        one.querytap$generation(-7);
        assertThat(one.querytap$state()).isEqualTo("mine");
        assertThat(one.querytap$generation()).isEqualTo(-7);
        assertThat(other.querytap$state()).isNull();
        assertThat(other.querytap$generation()).isZero();
        one.querytap$state(null);
        assertThat(one.querytap$state()).isNull();
    }

    @Test
    void transform_superclassWithStateToo_hasOneStatePerObject() throws Exception {
        WeavingLoader loader = new WeavingLoader(weaver(Weaving.State.OBJECT), testClasses());
        Object scientific = loader.loadClass("sample.ScientificCalculator")
                .getConstructor(int.class)
                .newInstance(1);
        ((QuerytapState) scientific).querytap$state("mine");
        assertThat(scientific
                        .getClass()
                        .getSuperclass()
                        .getMethod("querytap$state")
                        .invoke(scientific))
                .isEqualTo("mine");
        assertThat(call(scientific, "add", 4)).isEqualTo(6);
    }

    @Test
    void transform_whatIsAdded_isSyntheticPrivateAndTransient() throws Exception {
        Class<?> type = new WeavingLoader(weaver(Weaving.State.RESULT), testClasses()).loadClass("sample.Calculator");
        List<Field> fields = Arrays.stream(type.getDeclaredFields())
                .filter(it -> it.getName().startsWith("querytap$"))
                .toList();
        assertThat(fields).hasSize(2).allSatisfy(field -> {
            assertThat(field.isSynthetic()).isTrue();
            assertThat(Modifier.isPrivate(field.getModifiers())).isTrue();
            assertThat(Modifier.isTransient(field.getModifiers())).isTrue();
        });
        assertThat(type.getDeclaredMethods())
                .filteredOn(it -> it.getName().startsWith("querytap$"))
                .hasSize(4)
                .allMatch(Method::isSynthetic);
        assertThat(type.getGenericInterfaces()).hasSize(2); // the generic signature knows the interface too
    }

    @Test
    void transform_transformedAgain_addsTheSameMembers() throws Exception {
        Weaver weaver = weaver(Weaving.State.RESULT);
        WeavingLoader loader = new WeavingLoader(weaver, testClasses());
        Class<?> type = loader.loadClass("sample.Calculator");
        byte[] original = loader.originals().get("sample.Calculator");
        byte[] first = loader.woven().get("sample.Calculator");
        byte[] again = weaver.transform(null, loader, "sample/Calculator", type, null, original);
        assertThat(shapeOf(again)).isEqualTo(shapeOf(first)).isNotEqualTo(shapeOf(original));
    }

    /** A class that was loaded before the agent cannot take members; weaving it would fail the other agent's transformation. */
    @Test
    void transform_loadedWithoutState_isLeftAloneWhenTransformedAgain() throws Exception {
        Weaver weaver = weaver(Weaving.State.OBJECT);
        WeavingLoader loader = new WeavingLoader(weaver, testClasses());
        loader.loadClass("sample.Calculator");
        byte[] original = loader.originals().get("sample.Calculator");
        Class<?> loadedWithout = Class.forName("sample.Calculator");
        assertThat(weaver.transform(null, loader, "sample/Calculator", loadedWithout, null, original))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/querytap/premain/Any",
                "io/opentelemetry/javaagent/Any",
                "com/sun/proxy/$Proxy3",
                "jdk/proxy2/$Proxy3",
                "com/example/$Proxy12"
            })
    void transform_classesOfAgentsAndProxies_areIgnored(String name) {
        TypeInstrumentation unwanted = (type, supertypes, classFile) -> {
            throw new AssertionError("was asked");
        };
        assertThat(new Weaver(List.of(unwanted), () -> {})
                        .transform(null, getClass().getClassLoader(), name, null, null, new byte[0]))
                .isNull();
    }

    @Test
    void transform_brokenClassFileOrFailingInstrumentation_isCountedAndLeavesTheClassAlone() throws Exception {
        long before = Diagnostics.selfErrors();
        Weaver weaver = weaver(Weaving.State.OBJECT);
        ClassLoader loader = getClass().getClassLoader();
        assertThat(weaver.transform(null, loader, "sample/Broken", null, null, new byte[] {1, 2, 3}))
                .isNull();
        TypeInstrumentation failing = (type, supertypes, classFile) -> {
            throw new StackOverflowError();
        };
        byte[] calculator = classFile(Opcodes.V11);
        assertThat(new Weaver(List.of(failing), () -> {})
                        .transform(null, loader, "sample/Generated", null, null, calculator))
                .isNull();
        Runnable unprepared = () -> {
            throw new IllegalStateException("hooks cannot be defined");
        };
        TypeInstrumentation choosing =
                (type, supertypes, file) -> new Weaving(Weaving.State.OBJECT).add(CallAdvice.Around.class, "sum(JD)J");
        assertThat(new Weaver(List.of(choosing), unprepared)
                        .transform(null, loader, "sample/Generated", null, null, calculator))
                .isNull();
        assertThat(Diagnostics.selfErrors()).isEqualTo(before + 3);
    }

    /** From class files of the first Java versions to those of JDK 25, loaded with verification; newer than this JVM as its own. */
    @ParameterizedTest
    @ValueSource(ints = {45, 46, 47, 48, 49, 50, 51, 52, 53, 55, 61, 65, 69})
    void transform_everyClassFileVersion_verifiesAndWorks(int version) throws Exception {
        byte[] woven = weaver(Weaving.State.RESULT)
                .transform(null, getClass().getClassLoader(), "sample/Generated", null, null, classFile(version));
        assertThat(woven).isNotNull();
        assertThat(woven[7]).isEqualTo((byte) version);
        woven[7] = (byte) Math.min(version, JAVA_17);
        byte[] loadable = woven;
        Class<?> type = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass("sample.Generated", loadable, 0, loadable.length);
            }
        }.define();
        Object generated = type.getConstructor().newInstance();
        assertThat(type.getMethod("sum", long.class, double.class).invoke(generated, 40L, 2.0))
                .isEqualTo(42L);
        ((QuerytapResultState) generated).querytap$generation(3);
        assertThat(((QuerytapResultState) generated).querytap$generation()).isEqualTo(3);
        assertThat(CallAdvice.CALLS).hasSize(2);
    }

    /** {@code public long sum(long a, double b) { if (a > 0) return a + (long) b; else return 0; }} with a handler around it. */
    private static byte[] classFile(int version) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES);
        writer.visit(
                version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "sample/Generated", null, "java/lang/Object", null);
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        MethodVisitor sum = writer.visitMethod(Opcodes.ACC_PUBLIC, "sum", "(JD)J", null, null);
        sum.visitCode();
        Label otherwise = new Label();
        sum.visitVarInsn(Opcodes.LLOAD, 1);
        sum.visitInsn(Opcodes.LCONST_0);
        sum.visitInsn(Opcodes.LCMP);
        sum.visitJumpInsn(Opcodes.IFLE, otherwise);
        sum.visitVarInsn(Opcodes.LLOAD, 1);
        sum.visitVarInsn(Opcodes.DLOAD, 3);
        sum.visitInsn(Opcodes.D2L);
        sum.visitInsn(Opcodes.LADD);
        sum.visitInsn(Opcodes.LRETURN);
        sum.visitLabel(otherwise);
        sum.visitInsn(Opcodes.LCONST_0);
        sum.visitInsn(Opcodes.LRETURN);
        sum.visitMaxs(0, 0);
        sum.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Everything that the JVM compares when a loaded class is transformed anew. */
    private static Set<String> shapeOf(byte[] classFile) {
        Set<String> shape = new TreeSet<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public void visit(
                                    int v, int access, String name, String sig, String sup, String[] interfaces) {
                                shape.add(access + name + sup + Arrays.toString(interfaces));
                            }

                            @Override
                            public FieldVisitor visitField(
                                    int access, String name, String desc, String s, Object value) {
                                shape.add("field " + access + name + desc);
                                return null;
                            }

                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String desc, String s, String[] e) {
                                shape.add("method " + access + name + desc);
                                return null;
                            }
                        },
                        0);
        return shape;
    }
}
