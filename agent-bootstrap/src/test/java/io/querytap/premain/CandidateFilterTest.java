package io.querytap.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The filter looks at every class of the application: it must miss none that names JDBC and let hardly any other through. */
class CandidateFilterTest {
    private static final byte[] CLASS_FILE = {1, 2, 3};
    private static final ClassLoader OWN = new ClassLoader() {};

    @Test
    void isCandidate_classesOfTheJdk_agreesWithASearchForTheText() throws IOException {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        int mentioning = 0;
        for (String folder :
                List.of("java.sql", "java.sql.rowset", "java.base/java/util", "java.logging", "java.xml")) {
            try (var files = Files.walk(modules.resolve(folder))) {
                for (Path file :
                        (Iterable<Path>) files.filter(it -> it.toString().endsWith(".class"))::iterator) {
                    mentioning += check(file.toString(), Files.readAllBytes(file)) ? 1 : 0;
                }
            }
        }
        assertThat(mentioning).isGreaterThan(100);
    }

    @Test
    void isCandidate_classesOfTheClassPath_agreesWithASearchForTheText() throws IOException {
        int classes = 0;
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            if (!entry.endsWith(".jar")) {
                continue;
            }
            try (ZipInputStream jar = new ZipInputStream(Files.newInputStream(Path.of(entry)))) {
                for (ZipEntry each = jar.getNextEntry(); each != null; each = jar.getNextEntry()) {
                    if (each.getName().endsWith(".class") && ++classes % 3 == 0) {
                        check(each.getName(), jar.readAllBytes());
                    }
                }
            }
        }
        assertThat(classes).isGreaterThan(1_000);
    }

    private static boolean check(String name, byte[] classFile) {
        String text = new String(classFile, StandardCharsets.ISO_8859_1);
        boolean expected =
                text.contains("java/sql/") || text.contains("javax/sql/") || text.contains("com/zaxxer/hikari/pool/");
        CandidateFilter filter = new CandidateFilter(recording(new ArrayList<>()), OWN, List.of(), List.of());
        assertThat(filter.isCandidate(classFile)).as(name).isEqualTo(expected);
        return expected;
    }

    @Test
    void transform_classesOfTheJdkAndTheAgent_areNotShownToTheWeaver() throws IOException {
        List<String> shown = new ArrayList<>();
        CandidateFilter filter = new CandidateFilter(recording(shown), OWN, List.of(), List.of());
        byte[] driver = bytesOf(java.sql.DriverManager.class);

        assertThat(filter.transform(null, null, "A", null, null, driver)).isNull();
        assertThat(filter.transform(null, ClassLoader.getPlatformClassLoader(), "B", null, null, driver))
                .isNull();
        assertThat(filter.transform(null, OWN, "C", null, null, driver)).isNull();
        assertThat(filter.transform(null, getClass().getClassLoader(), null, null, null, driver))
                .isNull();
        assertThat(filter.transform(null, getClass().getClassLoader(), "E", null, null, bytesOf(String.class)))
                .isNull();
        assertThat(shown).isEmpty();

        assertThat(filter.transform(null, getClass().getClassLoader(), "F", null, null, driver))
                .isSameAs(CLASS_FILE);
        assertThat(shown).containsExactly("F");
    }

    @Test
    void transform_brokenClassFileOrFailingWeaver_leavesTheClassAlone() throws IOException {
        ClassFileTransformer failing = new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    Module module,
                    ClassLoader loader,
                    String name,
                    Class<?> redefined,
                    ProtectionDomain domain,
                    byte[] b) {
                throw new AssertionError("a failing weaver");
            }
        };
        CandidateFilter filter = new CandidateFilter(failing, OWN, List.of(), List.of());
        byte[] driver = bytesOf(java.sql.DriverManager.class);
        ClassLoader loader = getClass().getClassLoader();
        assertThat(filter.transform(null, loader, "A", null, null, driver)).isNull();
        assertThat(filter.transform(null, loader, "A", null, null, new byte[0])).isNull();
        assertThat(filter.transform(null, loader, "A", null, null, java.util.Arrays.copyOf(driver, 40)))
                .isNull();
    }

    @Test
    void transform_classWithAWantedConstant_isShownToTheWeaver() throws IOException {
        byte[] classFile = bytesOf(HostCheckTest.class);
        assertThat(isShown(classFile, "Lorg/junit/jupiter/api/Test;")).isTrue();
        assertThat(isShown(classFile, "jdkTool_applications_areNone")).isTrue();
        assertThat(isShown(classFile, "Lorg/junit/jupiter/api/Test")).isFalse();
        assertThat(isShown(classFile, "org/junit/jupiter/api/Test;")).isFalse();
        assertThat(isShown(classFile, "Lorg/junit/jupiter/api/Tesx;", "()V")).isTrue();
        assertThat(isShown(bytesOf(Comparable.class), "Lorg/junit/jupiter/api/Test;"))
                .isFalse();
    }

    private boolean isShown(byte[] classFile, String... constants) {
        List<String> shown = new ArrayList<>();
        new CandidateFilter(recording(shown), OWN, List.of(constants), List.of())
                .transform(null, getClass().getClassLoader(), "A", null, null, withoutDatabase(classFile));
        return !shown.isEmpty();
    }

    /** The filter looks at the text alone. */
    private static byte[] withoutDatabase(byte[] classFile) {
        String text = new String(classFile, StandardCharsets.ISO_8859_1);
        return text.replace("java/sql/", "java/SQL/")
                .replace("javax/sql/", "javax/SQL/")
                .replace("com/zaxxer/hikari/pool/", "com/zaxxer/hikari/POOL/")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void transform_classNamedByTheUser_isShownWhateverItMentions() throws IOException {
        List<String> shown = new ArrayList<>();
        CandidateFilter filter = new CandidateFilter(recording(shown), OWN, List.of(), List.of("com/acme/Job"));
        byte[] classFile = bytesOf(Comparable.class);
        filter.transform(null, getClass().getClassLoader(), "com/acme/Job", null, null, classFile);
        filter.transform(null, getClass().getClassLoader(), "com/acme/Jobs", null, null, classFile);
        assertThat(shown).containsExactly("com/acme/Job");
    }

    private static ClassFileTransformer recording(List<String> shown) {
        return new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    Module module,
                    ClassLoader loader,
                    String name,
                    Class<?> redefined,
                    ProtectionDomain domain,
                    byte[] b) {
                shown.add(name);
                return CLASS_FILE;
            }
        };
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName().concat(".class"))) {
            return in.readAllBytes();
        }
    }
}
