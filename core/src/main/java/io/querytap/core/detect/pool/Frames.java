package io.querytap.core.detect.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares frames as call sites write them, {@code class.method(file:line)}. */
final class Frames {
    private Frames() {}

    /** The frame without its line; null for none. */
    static @Nullable String method(@Nullable String frame) {
        if (frame == null) {
            return null;
        }
        int end = frame.indexOf('(');
        return end < 0 ? frame : frame.substring(0, end);
    }

    /** Whether one of the frames is of that method; nothing is of none. */
    static boolean isIn(@Nullable String method, List<String> stack) {
        if (method == null) {
            return false;
        }
        for (String frame : stack) {
            if (method.equals(method(frame))) {
                return true;
            }
        }
        return false;
    }
}
