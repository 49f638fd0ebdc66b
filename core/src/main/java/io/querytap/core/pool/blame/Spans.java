package io.querytap.core.pool.blame;

import java.util.Arrays;

/** Intervals of time in the order in which they were added; grows. For one thread. */
final class Spans {
    private static final int FIRST_SIZE = 64;

    private long[] froms = new long[FIRST_SIZE];
    private long[] tos = new long[FIRST_SIZE];
    private int size;

    /** Adds one; what ends before it begins has no length. */
    int add(long from, long to) {
        if (size == froms.length) {
            froms = Arrays.copyOf(froms, 2 * size);
            tos = Arrays.copyOf(tos, 2 * size);
        }
        froms[size] = from;
        tos[size] = Math.max(from, to);
        return size++;
    }

    int size() {
        return size;
    }

    long from(int index) {
        return froms[index];
    }

    long to(int index) {
        return tos[index];
    }

    void endsAt(int index, long to) {
        tos[index] = to;
    }

    long[] sortedFroms() {
        return sorted(froms);
    }

    long[] sortedTos() {
        return sorted(tos);
    }

    private long[] sorted(long[] times) {
        long[] copy = Arrays.copyOf(times, size);
        Arrays.sort(copy);
        return copy;
    }

    /** How many are open at a moment that only grows from one question to the next; those that end just then are not. */
    Counter counter() {
        return new Counter(sortedFroms(), sortedTos());
    }

    /** Goes through time once. */
    static final class Counter {
        private final long[] froms;
        private final long[] tos;
        private int begun;
        private int ended;

        private Counter(long[] froms, long[] tos) {
            this.froms = froms;
            this.tos = tos;
        }

        int openAt(long moment) {
            while (begun < froms.length && froms[begun] <= moment) {
                begun++;
            }
            while (ended < tos.length && tos[ended] <= moment) {
                ended++;
            }
            return begun - ended;
        }
    }
}
