package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class CellsTest {
    private final Histogram histogram = Simulated.histogram();

    @Test
    void decode_textOfAHistogram_sameCells() {
        for (long nanos = 100; nanos < 1_000_000_000; nanos *= 2) {
            histogram.recordValueWithCount(nanos, nanos % 7 + 1);
        }

        Cells cells = Objects.requireNonNull(Cells.decode(text(histogram)));

        assertThat(cells.count()).isEqualTo(histogram.getTotalCount());
        assertThat(cells.size()).isEqualTo(Cells.of(histogram).size());
        assertThat(cells.quantile(0.5))
                .isCloseTo(histogram.getValueAtPercentile(50), within(0.02 * cells.quantile(0.5)));
    }

    @Test
    void decode_somethingElse_null() {
        assertThat(Cells.decode("no histogram")).isNull();
        assertThat(Cells.decode("")).isNull();
        assertThat(Cells.decode("AAAA")).isNull();
        histogram.recordValue(5_000);
        String text = text(histogram);
        assertThat(Cells.decode(text.substring(0, text.length() / 2 & ~3))).isNull();
        assertThat(Cells.decode("HISTFAAAAAF4nA==")).isNull();
    }

    @Test
    void quantile_withinACell_evenlySpread() {
        Cells cells = new Cells(new double[] {0, 100}, new double[] {100, 200}, new double[] {10, 30});

        assertThat(cells.quantile(0.25)).isEqualTo(100);
        assertThat(cells.quantile(0.625)).isEqualTo(150);
        assertThat(cells.above(150)).isEqualTo(15);
        assertThat(cells.stretched(2).quantile(0.625)).isEqualTo(300);
        assertThat(cells.widthAt(150)).isEqualTo(100);
    }

    static String text(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
