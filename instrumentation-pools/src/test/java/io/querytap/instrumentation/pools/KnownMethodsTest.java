package io.querytap.instrumentation.pools;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.Weaving;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KnownMethodsTest {
    private static ClassHeader header() throws IOException {
        try (InputStream file = Looked.class.getResourceAsStream("KnownMethodsTest$Looked.class")) {
            return ClassHeader.read(Objects.requireNonNull(file).readAllBytes());
        }
    }

    @Test
    void ifComplete_everyMethodThere_givesTheWeaving() throws IOException {
        Weaving weaving = new KnownMethods(header(), Weaving.State.OBJECT)
                .weave(Object.class, "borrow", "(J)")
                .weave(Object.class, "giveBack")
                .ifComplete("library one");
        assertThat(weaving).isNotNull().matches(it -> !it.isEmpty());
        assertThat(KnownMethods.fit("library one")).isTrue();
    }

    @Test
    void ifComplete_methodWithOtherArguments_leavesTheLibraryAlone() throws IOException {
        Weaving weaving = new KnownMethods(header(), Weaving.State.OBJECT)
                .weave(Object.class, "borrow", "(I)")
                .weave(Object.class, "giveBack")
                .ifComplete("library two");
        assertThat(weaving).isNull();
        assertThat(KnownMethods.fit("library two")).isFalse();
        assertThat(KnownMethods.fit("library three")).isTrue();
    }

    @Test
    void ifComplete_methodWithoutABody_countsAsMissing() throws IOException {
        Weaving weaving = new KnownMethods(header(), Weaving.State.NONE)
                .weave(Object.class, "unfinished")
                .ifComplete("library four");
        assertThat(weaving).isNull();
    }

    /** A class that a library might have. */
    abstract static class Looked {
        Object borrow(long timeoutMillis) {
            return timeoutMillis;
        }

        void giveBack() {}

        abstract void unfinished();
    }
}
