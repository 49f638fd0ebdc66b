package io.querytap.instrumentation.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.workhook.QuerytapWorkHooks;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SplicerTest {
    private static byte[] fileOf(String className) throws IOException {
        try (InputStream file = ClassLoader.getSystemResourceAsStream(className.replace('.', '/') + ".class")) {
            return file == null ? null : file.readAllBytes();
        }
    }

    private static List<String> present() throws IOException {
        List<String> present = new ArrayList<>();
        for (String name : TaskClass.byName().keySet()) {
            if (fileOf(name) != null) {
                present.add(name);
            }
        }
        return present;
    }

    /** {@code method: hook} for each call that was put in, and the calls around it by name. */
    private static List<String> calls(byte[] classFile, String method) {
        String hooks = Type.getInternalName(QuerytapWorkHooks.class);
        List<String> calls = new ArrayList<>();
        OpenedClassReader.of(classFile)
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return !name.equals(method)
                                        ? null
                                        : new MethodVisitor(OpenedClassReader.ASM_API) {
                                            @Override
                                            public void visitMethodInsn(
                                                    int opcode, String owner, String called, String type, boolean is) {
                                                calls.add(owner.equals(hooks) ? "hook " + called : called);
                                            }
                                        };
                            }
                        },
                        ClassReader.SKIP_DEBUG);
        return calls;
    }

    @ParameterizedTest
    @MethodSource("present")
    void apply_classOfThisJdk_isAsExpected(String name) throws IOException {
        assertThat(Splicer.apply(TaskClass.byName().get(name), fileOf(name)))
                .as("what is put into %s, as of %s", name, Runtime.version())
                .isNotNull();
    }

    @Test
    void apply_worker_putsCallsAroundTheTaskAlone() throws IOException {
        String name = ThreadPoolExecutor.class.getName();
        byte[] woven = Splicer.apply(TaskClass.byName().get(name), fileOf(name));

        List<String> calls = calls(woven, "runWorker");
        int begin = calls.indexOf("hook taskBegins");
        assertThat(calls.get(begin - 1)).isEqualTo("beforeExecute");
        assertThat(calls.subList(begin + 1, begin + 6))
                .containsExactly("run", "hook taskEnds", "afterExecute", "hook taskEnds", "afterExecute");
        assertThat(calls(woven, "execute").get(0)).isEqualTo("hook submitted");
        assertThat(calls(woven, "reject").get(0)).isEqualTo("hook rejected");
    }

    @Test
    void apply_anotherClassThanExpected_isLeftAlone() throws IOException {
        TaskClass expected = TaskClass.byName().get(ThreadPoolExecutor.class.getName());

        assertThat(Splicer.apply(expected, fileOf(Thread.class.getName()))).isNull();
    }
}
