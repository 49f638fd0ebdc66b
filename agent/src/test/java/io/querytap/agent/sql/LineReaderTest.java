package io.querytap.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final int LIMIT = 200_000;
    private static final String TOO_LONG = "(too long)";

    @Test
    void next_linesOfAllEnds_areWithoutTheirEnds() throws IOException {
        assertThat(lines(stream("a\nb\r\n\n\r\nlast"))).containsExactly("a", "b", "", "", "last");
        assertThat(lines(stream("a\n"))).containsExactly("a");
        assertThat(lines(stream(""))).isEmpty();
        assertThat(lines(stream("\n"))).containsExactly("");
    }

    @Test
    void next_lineAtTheLimit_isKept_andOneByteMoreIsNot() throws IOException {
        String longest = "x".repeat(LIMIT);
        assertThat(lines(stream(longest + "\nb\n" + longest))).containsExactly(longest, "b", longest);
        assertThat(lines(stream("a\n" + longest + "y\nb\n" + longest + "y")))
                .containsExactly("a", TOO_LONG, "b", TOO_LONG);
        assertThat(lines(stream("x".repeat(5 * LIMIT) + "\nb"))).containsExactly(TOO_LONG, "b");
    }

    @Test
    void next_anyLengthsInAnyPortions_areAllThere() throws IOException {
        Random random = new Random(7);
        for (int run = 0; run < 50; run++) {
            List<String> expected = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                int bound = random.nextBoolean() ? 20 : 150_000;
                expected.add(String.valueOf((char) ('a' + i)).repeat(1 + random.nextInt(bound)));
            }
            InputStream portions = new Portions(String.join("\n", expected), random);
            assertThat(lines(portions)).isEqualTo(expected);
        }
    }

    @Test
    void next_streamHasNoMoreAtTheMoment_saysSoBeforeItWaits() throws IOException {
        AtomicInteger waits = new AtomicInteger();
        InputStream unavailable = new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int available() {
                return 0;
            }
        };
        LineReader reader = new LineReader(unavailable, waits::incrementAndGet);
        assertThat(reader.next()).isTrue();
        assertThat(waits).hasValue(1);
        assertThat(reader.next()).isTrue();
        assertThat(waits).hasValue(1);
        assertThat(reader.next()).isFalse();
        assertThat(waits).hasValue(2);
    }

    private static List<String> lines(InputStream in) throws IOException {
        LineReader reader = new LineReader(in, () -> {}, LIMIT);
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(
                    reader.isTooLong()
                            ? TOO_LONG
                            : new String(reader.bytes(), reader.start(), reader.length(), StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives as much at once as it likes. */
    private static final class Portions extends ByteArrayInputStream {
        private final Random random;

        Portions(String text, Random random) {
            super(text.getBytes(StandardCharsets.UTF_8));
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(100_000)));
        }
    }
}
