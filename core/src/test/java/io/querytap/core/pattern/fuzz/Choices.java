package io.querytap.core.pattern.fuzz;

import java.nio.charset.StandardCharsets;

/** The fuzzer's bytes read as decisions; when they are used up, every decision is the first one. */
final class Choices {
    private final byte[] data;
    private int position;

    Choices(byte[] data) {
        this.data = data;
    }

    /** From 0 to {@code bound - 1}; the bound is at most 256. */
    int next(int bound) {
        return position < data.length ? (data[position++] & 0xff) % bound : 0;
    }

    <T> T next(T[] values) {
        return values[next(values.length)];
    }

    boolean isExhausted() {
        return position >= data.length;
    }

    /** All that is left, as a text. */
    String rest() {
        String rest = new String(data, position, data.length - position, StandardCharsets.UTF_8);
        position = data.length;
        return rest;
    }
}
