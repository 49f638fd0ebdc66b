package io.querytap.agent.sarif;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceLineTest {
    @Test
    void of_wholeFrame_pathByPackageAndFile() {
        SourceLine line = SourceLine.of("com.acme.OwnerRepository.find(OwnerRepository.java:42)");

        assertThat(line.uri("src/main/java/")).isEqualTo("src/main/java/com/acme/OwnerRepository.java");
        assertThat(line.line()).isEqualTo(42);
        assertThat(line.method()).isEqualTo("find");
        assertThat(line.qualifiedName()).isEqualTo("com.acme.OwnerRepository.find");
    }

    @Test
    void uri_nestedClassAndOtherLanguage_fileOfTheFrame() {
        assertThat(SourceLine.of("com.acme.Shop$Cart.<init>(Shop.java:7)").uri(""))
                .isEqualTo("com/acme/Shop.java");
        assertThat(SourceLine.of("com.acme.OrdersKt.load(Orders.kt:9)").uri("app/src/main/kotlin/"))
                .isEqualTo("app/src/main/kotlin/com/acme/Orders.kt");
        assertThat(SourceLine.of("Main.main(Main.java:3)").uri("src/")).isEqualTo("src/Main.java");
    }

    @Test
    void uri_unusualCharacters_escaped() {
        assertThat(SourceLine.of("a.B.c(B c:ä.java:1)").uri("my src/")).isEqualTo("my%20src/a/B%20c:%C3%A4.java");
    }

    @Test
    void uri_noFileOrLine_null() {
        for (String frame :
                new String[] {"a.B.c", "a.B.c(B.java)", "a.B.c(:4)", "a.B.c(B.java:0)", "a.B.c(B.java:x)", "", "("}) {
            assertThat(SourceLine.of(frame).uri("src/")).as(frame).isNull();
            assertThat(SourceLine.of(frame).line()).as(frame).isZero();
        }
        assertThat(SourceLine.of("a.B.c").qualifiedName()).isEqualTo("a.B.c");
    }
}
