package io.querytap.instrumentation.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class SupertypesTest {
    private final Map<String, byte[]> files = new HashMap<>();
    private final Supertypes supertypes = new Supertypes();

    /** Knows the class files of a test only, no matter what the parents have. */
    private final ClassLoader loader = new ClassLoader(null) {
        @Override
        public InputStream getResourceAsStream(String name) {
            if (name.startsWith("hostile/")) {
                throw new IllegalStateException("a loader that does not like to be asked");
            }
            byte[] file = files.get(name);
            return file == null ? null : new ByteArrayInputStream(file);
        }
    };

    private ClassHeader type(String name, String superName, String... interfaces) throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, superName, interfaces);
        writer.visitEnd();
        byte[] file = writer.toByteArray();
        files.put(name + ".class", file);
        return ClassHeader.read(file);
    }

    @Test
    void of_wholeHierarchy_findsEveryName() throws Exception {
        type("a/Root", "java/lang/Object", "a/Marker");
        type("a/Marker", "java/lang/Object");
        type("a/Middle", "a/Root", "java/sql/PreparedStatement");
        assertThat(supertypes.of(type("a/Leaf", "a/Middle", "java/io/Serializable"), loader))
                .containsExactlyInAnyOrder(
                        "a/Middle",
                        "a/Root",
                        "a/Marker",
                        "java/sql/PreparedStatement",
                        "java/sql/Statement",
                        "java/io/Serializable");
    }

    /** Another agent's interface exists in memory only; the JDBC interface beside it must be found nevertheless. */
    @Test
    void of_supertypesWithoutClassFile_theOthersStillAnswer() throws Exception {
        type("a/Base", "gone/Super", "gone/Interface", "java/sql/ResultSet");
        assertThat(supertypes.of(type("a/Leaf", "a/Base", "gone/Other"), loader))
                .contains("java/sql/ResultSet", "gone/Super", "gone/Interface", "gone/Other");
    }

    /** Below javax there is the JDK, whose class files are not read, and what Java EE kept there. */
    @Test
    void of_typesOfApplicationServers_areReadLikeTheApplications() throws Exception {
        type("javax/servlet/http/HttpServlet", "javax/servlet/GenericServlet");
        type("javax/servlet/GenericServlet", "java/lang/Object", "javax/servlet/Servlet");
        type("javax/swing/JFrame", "java/lang/Object", "javax/accessibility/Accessible");
        assertThat(supertypes.of(type("a/Leaf", "javax/servlet/http/HttpServlet", "javax/swing/JFrame"), loader))
                .contains("javax/servlet/GenericServlet", "javax/servlet/Servlet", "javax/swing/JFrame")
                .doesNotContain("javax/accessibility/Accessible");
    }

    @Test
    void of_hostileLoaderOrBrokenFile_endsThatBranchOnly() throws Exception {
        files.put("broken/Type.class", new byte[] {1, 2, 3});
        assertThat(supertypes.of(type("a/Leaf", "hostile/Super", "broken/Type", "java/sql/Driver"), loader))
                .containsExactlyInAnyOrder("hostile/Super", "broken/Type", "java/sql/Driver");
    }

    @Test
    void of_circleOrEndlessHierarchy_ends() throws Exception {
        type("a/One", "a/Other");
        assertThat(supertypes.of(type("a/Other", "a/One"), loader)).containsExactlyInAnyOrder("a/One", "a/Other");

        for (int i = 0; i < 2_000; i++) {
            type("deep/T" + i, "deep/T" + (i + 1));
        }
        assertThat(supertypes.of(type("deep/Leaf", "deep/T0"), loader)).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void of_sameNameInTwoLoaders_areKeptApart() throws Exception {
        ClassHeader leaf = type("a/Leaf", "a/Base");
        type("a/Base", "java/lang/Object", "java/sql/Driver");
        assertThat(supertypes.of(leaf, loader)).contains("java/sql/Driver");
        assertThat(supertypes.of(leaf, new ClassLoader(null) {})).containsExactly("a/Base");
    }
}
