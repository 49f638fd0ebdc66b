package io.querytap.premain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostCheckTest {
    @Test
    void jdkTool_applications_areNone() {
        assertThat(HostCheck.jdkTool(null, "com.example.Main")).isNull();
        assertThat(HostCheck.jdkTool(null, null)).isNull();
        assertThat(HostCheck.jdkTool("com.example.app", "com.example.app/com.example.Main"))
                .isNull();
        assertThat(HostCheck.jdkTool("javafx.app", "x")).isNull();
    }

    @Test
    void jdkTool_toolsOfTheJdk_areNamed() {
        assertThat(HostCheck.jdkTool("jdk.compiler", "jdk.compiler/com.sun.tools.javac.Main A.java"))
                .isEqualTo("jdk.compiler");
        assertThat(HostCheck.jdkTool("jdk.jcmd", "jdk.jcmd/sun.tools.jcmd.JCmd 1"))
                .isEqualTo("jdk.jcmd");
        assertThat(HostCheck.jdkTool("java.base", null)).isEqualTo("java.base");
    }

    /** {@code java Main.java}, as JDK 17 and as JDK 25 name it. */
    @Test
    void jdkTool_sourceLauncher_isAnApplication() {
        assertThat(HostCheck.jdkTool("jdk.compiler", "jdk.compiler/com.sun.tools.javac.launcher.Main Main.java"))
                .isNull();
        assertThat(HostCheck.jdkTool(
                        "jdk.compiler", "jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher Main.java"))
                .isNull();
    }

    @Test
    void jdkTool_thisJvm_isAnApplication() {
        assertThat(HostCheck.jdkTool()).isNull();
        assertThat(HostCheck.hasJdbc()).isTrue();
    }
}
