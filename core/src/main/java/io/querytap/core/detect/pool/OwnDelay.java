package io.querytap.core.detect.pool;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/**
 * For how long the thread that asks was ready to run and had no processor, since it began; on Linux, elsewhere that is not told. For one
 * thread, always the same.
 */
class OwnDelay {
    /** Room for three numbers. */
    private static final int MAX_BYTES = 80;

    private static final String FILE = "/proc/thread-self/schedstat";

    private final byte[] buffer = new byte[MAX_BYTES];
    private @Nullable RandomAccessFile file;
    private @Nullable Thread owner;
    private boolean isTold = new File(FILE).canRead();

    /** In nanoseconds; {@link CpuFacts#UNKNOWN} where that cannot be had. */
    long nanos() {
        if (!isTold) {
            return CpuFacts.UNKNOWN;
        }
        try {
            RandomAccessFile open = file;
            if (open == null) {
                open = new RandomAccessFile(
                        FILE, "r"); // tells of the thread that opens it, and stays open with the agent
                file = open;
                owner = Thread.currentThread();
            } else if (owner != Thread.currentThread()) {
                return CpuFacts.UNKNOWN;
            }
            open.seek(0);
            return second(buffer, open.read(buffer));
        } catch (IOException | RuntimeException notThere) {
            isTold = false;
            return CpuFacts.UNKNOWN;
        }
    }

    /** The second of the numbers in a text. */
    static long second(byte[] text, int length) {
        long number = 0;
        boolean isSecond = false;
        boolean hasDigits = false;
        for (int i = 0; i < length; i++) {
            boolean isDigit = text[i] >= '0' && text[i] <= '9';
            if (isDigit && isSecond) {
                number = 10 * number + text[i] - '0';
                hasDigits = true;
            } else if (!isDigit && isSecond) {
                break;
            } else if (!isDigit) {
                isSecond = true;
            }
        }
        return hasDigits ? number : CpuFacts.UNKNOWN;
    }
}
