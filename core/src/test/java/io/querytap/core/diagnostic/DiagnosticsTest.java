package io.querytap.core.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class DiagnosticsTest {
    @Test
    void sayOnce_sameTopic_speaksOnce() {
        assertThat(Diagnostics.sayOnce("test topic", "said by a test")).isTrue();
        assertThat(Diagnostics.sayOnce("test topic", "said by a test")).isFalse();
    }

    @Test
    void failed_anyThrowable_countsAndNeverThrows() {
        long before = Diagnostics.selfErrors();
        Diagnostics.failed("testing", new IllegalStateException("with a secret in the message"));
        assertThatCode(() -> Diagnostics.failed("testing", new Hostile())).doesNotThrowAnyException();
        assertThat(Diagnostics.selfErrors()).isGreaterThanOrEqualTo(before + 2);
    }

    /** An exception that throws when looked at. */
    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("not to be looked at");
        }
    }
}
