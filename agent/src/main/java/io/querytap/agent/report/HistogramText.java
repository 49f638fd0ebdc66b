package io.querytap.agent.report;

import io.querytap.core.stats.DistributionSnapshot;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/**
 * Durations as HdrHistogram's own text: its compressed V2 encoding in base64, nanoseconds, which every tool for HdrHistograms reads.
 * One instance serves a whole document, because the cells and the buffer are what is expensive. Not thread-safe.
 */
final class HistogramText {
    /** As the agent records durations: told apart from a microsecond up, to two digits. A value keeps the cell that it has there. */
    private static final long LOWEST_DISCERNIBLE_NANOS = 1_000;

    private static final int SIGNIFICANT_DIGITS = 2;

    private final Histogram cells =
            new Histogram(LOWEST_DISCERNIBLE_NANOS, 2 * LOWEST_DISCERNIBLE_NANOS, SIGNIFICANT_DIGITS);
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 10);

    HistogramText() {
        cells.setAutoResize(true);
    }

    /** The text of a distribution of nanoseconds. */
    String of(DistributionSnapshot nanos) {
        cells.reset();
        nanos.forEachCell(cells::recordValueWithCount);
        int capacity = cells.getNeededByteBufferCapacity();
        if (buffer.capacity() < capacity) {
            buffer = ByteBuffer.allocate(capacity);
        }
        buffer.clear();
        int length = cells.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
