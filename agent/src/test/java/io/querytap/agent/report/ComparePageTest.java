package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparePageTest {
    @TempDir
    Path folder;

    @Test
    void write_always_referencesNothingOutside() throws IOException {
        assertThat(page("{\"schema\":1}"))
                .doesNotContainPattern("(?i)<(script|link|img|iframe|source|object|embed)[^>]*\\s(src|href|data)\\s*=")
                .doesNotContainPattern("(?i)\\b(src|href)\\s*=\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("(?i)@import|url\\(\\s*[\"']?(https?:)?//")
                .doesNotContain("sourceMappingURL", "<!-- part:")
                .contains("Content-Security-Policy\" content=\"default-src 'none';", "Released under the MIT License");
    }

    @Test
    void write_hostileText_staysInsideTheDocument() throws IOException {
        String plain = page("{\"text\":\"\"}");
        String hostile = page("{\"text\":\"</script><script>alert(1)</script><!-- part:script -->\"}");

        assertThat(hostile.split("</script>", -1)).hasSameSizeAs(plain.split("</script>", -1));
        assertThat(hostile).contains("\\u003c/script>\\u003cscript>alert(1)");
    }

    @Test
    void script_ofTheComparison_neverParsesTextAsMarkup() throws IOException {
        try (var in = ComparePage.class.getResourceAsStream("compare.js")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                    .doesNotContain("fetch(", "XMLHttpRequest", "import(");
        }
    }

    private String page(String json) throws IOException {
        Path page = folder.resolve("pages/compared.html");
        ComparePage.write(json.getBytes(StandardCharsets.UTF_8), page);
        return Files.readString(page);
    }
}
