package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The drivers that the tests use have the getters, and these read fields: no lock, no call of anything else. */
class GettersOfDriversTest {
    private static final Set<String> HARMLESS = Set.of(
            "java/util/TreeMap.get",
            "java/util/Map.get",
            "java/lang/String.indexOf",
            "org/postgresql/core/QueryExecutor.getParameterStatus",
            "org/mariadb/jdbc/client/Client.getContext",
            "org/mariadb/jdbc/client/Context.getThreadId",
            "com/mysql/cj/NativeSession.getThreadId",
            "com/mysql/cj/jdbc/ConnectionImpl.getSession",
            "com/mysql/cj/protocol/Protocol.getServerSession",
            "com/mysql/cj/protocol/ServerSession.getCapabilities",
            "com/mysql/cj/protocol/ServerCapabilities.getThreadId",
            "com/mysql/cj/protocol/a/NativeProtocol.getServerSession",
            "com/mysql/cj/protocol/a/NativeServerSession.getCapabilities");

    @ParameterizedTest
    @CsvSource({
        "postgresql, org/postgresql/jdbc/PgConnection, getParameterStatus",
        "postgresql, org/postgresql/core/QueryExecutorBase, getParameterStatus",
        "mariadb-java-client, org/mariadb/jdbc/Connection, getContext",
        "mariadb-java-client, org/mariadb/jdbc/Connection, getThreadId",
        "mariadb-java-client, org/mariadb/jdbc/client/impl/StandardClient, getContext",
        "mariadb-java-client, org/mariadb/jdbc/client/impl/MultiPrimaryClient, getContext",
        "mariadb-java-client, org/mariadb/jdbc/client/context/BaseContext, getServerStatus",
        "mariadb-java-client, org/mariadb/jdbc/client/context/BaseContext, getThreadId",
        "mysql-connector-j, com/mysql/cj/jdbc/ConnectionImpl, getSession",
        "mysql-connector-j, com/mysql/cj/jdbc/ConnectionImpl, getId",
        "mysql-connector-j, com/mysql/cj/CoreSession, getServerSession",
        "mysql-connector-j, com/mysql/cj/CoreSession, getThreadId",
        "mysql-connector-j, com/mysql/cj/protocol/a/NativeProtocol, getServerSession",
        "mysql-connector-j, com/mysql/cj/protocol/a/NativeServerSession, getStatusFlags",
        "mysql-connector-j, com/mysql/cj/protocol/a/NativeServerSession, useAnsiQuotedIdentifiers",
        "mysql-connector-j, com/mysql/cj/protocol/a/NativeServerSession, getCapabilities",
        "mysql-connector-j, com/mysql/cj/protocol/a/NativeCapabilities, getThreadId",
    })
    void getter_ofTheDriver_readsFieldsAndNothingElse(String jar, String type, String method) throws Exception {
        Effects effects = new Effects(method);
        try (JarFile file = new JarFile(Jars.find("drivers", jar).toFile());
                InputStream classFile = file.getInputStream(file.getEntry(type + ".class"))) {
            new ClassReader(classFile).accept(effects, ClassReader.SKIP_DEBUG);
        }
        assertThat(effects.found).isPositive();
        assertThat(effects.harmful).isEmpty();
    }

    /** Everything that a method with that name does beyond reading. */
    private static final class Effects extends ClassVisitor {
        private final String name;
        private final List<String> harmful = new ArrayList<>();
        private int found;

        Effects(String name) {
            super(Opcodes.ASM9);
            this.name = name;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            if (!method.equals(name)) {
                return null;
            }
            found++;
            if ((access & (Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_NATIVE)) != 0) {
                harmful.add("synchronized or native");
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInsn(int opcode) {
                    if (opcode == Opcodes.MONITORENTER || opcode == Opcodes.ATHROW) {
                        harmful.add("opcode " + opcode);
                    }
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) {
                        harmful.add("writes " + field);
                    }
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    if (!HARMLESS.contains(owner + '.' + called)) {
                        harmful.add("calls " + owner + '.' + called);
                    }
                }
            };
        }
    }
}
