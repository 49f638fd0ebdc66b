package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.Supertypes;
import io.querytap.instrumentation.weave.Weaving;
import io.querytap.instrumentation.weave.WeavingText;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pool packed into an application under another name is recognised by what its code does. Druid is
 * not among them: its connections hand on through a chain of filters, so it is known by its name only.
 */
class RelocatedWrapperTest {
    private static final String MOVED_TO = "shaded/";

    @ParameterizedTest
    @CsvSource({
        "HikariCP, com/zaxxer/",
        "p6spy, com/p6spy/",
        "datasource-proxy, net/ttddyy/",
        "commons-dbcp2, org/apache/commons/dbcp2/",
        "tomcat-jdbc, org/apache/tomcat/",
        "c3p0, com/mchange/",
        "agroal-pool, io/agroal/",
        "vibur-dbcp, org/vibur/"
    })
    void choose_wrapperUnderAnotherName_noExecutionIsWoven(String wrapper, String folder) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        Jars.forEachCandidate(Jars.find("wrappers", wrapper), (name, bytes) -> {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(bytes)
                    .accept(
                            new ClassRemapper(writer, new Remapper(OpenedClassReader.ASM_API) {
                                @Override
                                public String map(String internalName) {
                                    return internalName.startsWith(folder) ? MOVED_TO + internalName : internalName;
                                }
                            }),
                            0);
            files.put(MOVED_TO + name + ".class", writer.toByteArray());
        });
        ClassLoader loader = new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                byte[] file = files.get(name);
                return file == null ? null : new ByteArrayInputStream(file);
            }
        };
        Supertypes supertypes = new Supertypes();
        Map<String, String> executing = new TreeMap<>();
        for (byte[] file : files.values()) {
            ClassHeader header = ClassHeader.read(file);
            Weaving weaving = header.isInterface()
                    ? null
                    : new JdbcInstrumentation().choose(header, supertypes.above(header, loader), file);
            String text = weaving == null ? "" : WeavingText.of(weaving);
            if (text.contains("execute") || text.contains("next") || text.contains("commit")) {
                executing.put(header.name(), text);
            }
        }
        assertThat(executing).isEmpty();
    }
}
