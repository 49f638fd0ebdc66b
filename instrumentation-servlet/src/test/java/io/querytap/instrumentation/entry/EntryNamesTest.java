package io.querytap.instrumentation.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryNamesTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.InvoiceJob, InvoiceJob",
        "InvoiceJob, InvoiceJob",
        "com.acme.Outer$InvoiceJob, InvoiceJob",
        "com.acme.InvoiceJob$$SpringCGLIB$$0, InvoiceJob",
        "com.acme.InvoiceJob$$EnhancerBySpringCGLIB$$1a2b3c, InvoiceJob",
        "com.acme.Outer$InvoiceJob$$SpringCGLIB$$0, InvoiceJob",
        "com.acme.Outer$1, Outer$1",
        "com.acme.$Odd, $Odd",
        "com.acme.Odd$, Odd$",
    })
    void simpleName_asTheJvmNamesClasses_isWhatTheUserWrote(String binaryName, String expected) {
        assertThat(EntryNames.simpleName(binaryName)).isEqualTo(expected);
    }

    @Test
    void of_sameMethod_isTheSameText() {
        EntryNames names = new EntryNames();
        assertThat(names.of(getClass(), "run")).isEqualTo("EntryNamesTest.run").isSameAs(names.of(getClass(), "run"));
    }
}
