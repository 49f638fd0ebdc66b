package io.querytap.instrumentation.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Reflection is the judge. */
class ClassHeaderTest {
    private static final Set<String> ANNOTATIONS = new TreeSet<>();

    @Test
    void read_classesOfTheClassPath_agreesWithReflection() throws Exception {
        int compared = 0;
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            if (!entry.endsWith(".jar")) {
                continue;
            }
            try (ZipInputStream jar = new ZipInputStream(Files.newInputStream(Path.of(entry)))) {
                int seen = 0;
                for (ZipEntry each = jar.getNextEntry(); each != null; each = jar.getNextEntry()) {
                    String name = each.getName();
                    if (name.endsWith(".class") && !name.startsWith("META-INF") && seen++ % 12 == 0) {
                        compared += compare(jar.readAllBytes()) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(300);
        assertThat(ANNOTATIONS).hasSizeGreaterThan(30);
    }

    private static boolean compare(byte[] classFile) throws IOException {
        ClassHeader header = ClassHeader.read(classFile);
        Class<?> type;
        Set<String> declared = new TreeSet<>();
        Set<String> weavable = new TreeSet<>();
        Set<String> annotated = new TreeSet<>();
        try {
            type = Class.forName(header.name().replace('/', '.'), false, ClassHeaderTest.class.getClassLoader());
            for (Method method : type.getDeclaredMethods()) {
                String signature = method.getName()
                        + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                .toMethodDescriptorString();
                declared.add(signature);
                for (Annotation annotation : method.getDeclaredAnnotations()) {
                    annotated.add(signature + annotation.annotationType().descriptorString());
                }
                int not = java.lang.reflect.Modifier.STATIC
                        | java.lang.reflect.Modifier.ABSTRACT
                        | java.lang.reflect.Modifier.NATIVE;
                if ((method.getModifiers() & not) == 0 && !method.isBridge()) {
                    weavable.add(signature);
                }
            }
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                String signature = "<init>"
                        + MethodType.methodType(void.class, constructor.getParameterTypes())
                                .toMethodDescriptorString();
                declared.add(signature);
                weavable.add(signature);
            }
        } catch (ClassNotFoundException | LinkageError incomplete) {
            return false; // an optional dependency of that class is not there
        }
        if (!type.isInterface()) {
            assertThat(header.superName())
                    .isEqualTo(type.getSuperclass().getName().replace('.', '/'));
        }
        assertThat(header.isInterface()).isEqualTo(type.isInterface());
        assertThat(header.interfaceNames())
                .containsExactlyElementsOf(Arrays.stream(type.getInterfaces())
                        .map(it -> it.getName().replace('.', '/'))
                        .toList());
        assertThat(signatures(header, false)).as(header.name()).isEqualTo(declared);
        assertThat(signatures(header, true)).as(header.name()).isEqualTo(weavable);
        checkAnnotations(header, annotated);
        return true;
    }

    /** Each alone and, for the place where reading stops, together with one that is not there. */
    private static void checkAnnotations(ClassHeader header, Set<String> annotated) {
        for (ClassHeader.Method method : header.methods()) {
            Set<String> all = annotated.stream()
                    .filter(it -> it.startsWith(method.signature()))
                    .map(it -> it.substring(method.signature().length()))
                    .filter(it -> it.startsWith("L"))
                    .collect(Collectors.toSet());
            for (String each : all) {
                assertThat(method.isAnnotated(Set.of(each, "Labsent;")))
                        .as(each)
                        .isTrue();
            }
            assertThat(method.isAnnotated(Set.of("Labsent;"))).isFalse();
        }
        ANNOTATIONS.addAll(annotated);
    }

    private static Set<String> signatures(ClassHeader header, boolean weavableOnly) {
        return header.methods().stream()
                .filter(it -> !it.name().equals("<clinit>"))
                .filter(it -> !weavableOnly || it.canBeWoven())
                .map(ClassHeader.Method::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void read_classObject_hasNoSuperclass() throws IOException {
        try (InputStream in = Object.class.getResourceAsStream("Object.class")) {
            ClassHeader header = ClassHeader.read(in.readAllBytes());
            assertThat(header.name()).isEqualTo("java/lang/Object");
            assertThat(header.superName()).isNull();
        }
    }

    @Test
    void declaresSerialVersion_asTheClassSays() throws IOException {
        assertThat(headerOf(Throwable.class).declaresSerialVersion()).isTrue();
        assertThat(headerOf(ClassHeaderTest.class).declaresSerialVersion()).isFalse();
    }

    private static ClassHeader headerOf(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return ClassHeader.read(in.readAllBytes());
        }
    }

    @Test
    void read_everyTruncation_failsOrAnswersButNeverHangs() throws IOException {
        byte[] whole;
        try (InputStream in = ClassHeader.class.getResourceAsStream("ClassHeader.class")) {
            whole = in.readAllBytes();
        }
        for (int length = 0; length < whole.length; length += 7) {
            byte[] part = Arrays.copyOf(whole, length);
            try {
                assertThat(ClassHeader.read(part).name()).endsWith("ClassHeader");
            } catch (IOException | RuntimeException refused) {
                assertThat(refused).isNotNull();
            }
        }
        assertThatThrownBy(() -> ClassHeader.read(new byte[0])).isInstanceOf(IOException.class);
    }
}
