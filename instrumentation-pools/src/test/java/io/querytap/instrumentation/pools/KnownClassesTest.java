package io.querytap.instrumentation.pools;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.Weaving;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownClassesTest {
    private static final String NAME = "io/querytap/instrumentation/pools/KnownClassesTest$Shop";

    /** Stands for a class of a pool. */
    static final class Shop {
        void close() {}
    }

    private static final Ancestors NONE = new Ancestors() {
        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public byte[] classFile(String name) {
            return null;
        }
    };

    private static Weaving choose(KnownClasses classes) throws IOException {
        try (InputStream in = KnownClassesTest.class.getResourceAsStream("KnownClassesTest$Shop.class")) {
            byte[] classFile = in.readAllBytes();
            return classes.choose(ClassHeader.read(classFile), NONE, classFile);
        }
    }

    @Test
    void choose_classAsKnown_isWoven() throws IOException {
        KnownClasses classes = new KnownClasses("known");
        classes.add(NAME)
                .method("close()V", PoolAdvice.Closing.class)
                .optionalMethod("abort(", PoolAdvice.Closing.class);
        assertThat(choose(classes)).isNotNull().matches(it -> !it.isEmpty());
        assertThat(KnownMethods.fit("known")).isTrue();
    }

    @Test
    void choose_methodMissing_leavesTheClassAloneAndTheLibraryUnmeasured() throws IOException {
        KnownClasses classes = new KnownClasses("changed");
        classes.add(NAME).method("close()V", PoolAdvice.Closing.class).method("abort(", PoolAdvice.Closing.class);
        assertThat(choose(classes)).isNull();
        assertThat(KnownMethods.fit("changed")).isFalse();
    }

    @Test
    void choose_otherClass_isNotOfTheLibrary() throws IOException {
        KnownClasses classes = new KnownClasses("other");
        classes.add("com/acme/Pool").method("close()V", PoolAdvice.Closing.class);
        assertThat(choose(classes)).isNull();
        assertThat(KnownMethods.fit("other")).isTrue();
    }
}
