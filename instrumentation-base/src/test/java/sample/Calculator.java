package sample;

import java.util.function.LongSupplier;

/** A class to weave: methods of every return kind, a constructor, exceptions, loops, nested code. */
public class Calculator implements Comparable<Calculator> {
    private final int base;
    private long calls;

    public Calculator(int base) {
        this.base = base;
        if (base < 0) {
            throw new IllegalArgumentException("negative");
        }
    }

    public int add(int other) {
        calls++;
        return base + other;
    }

    public long multiply(long other) {
        long result = 0;
        for (long i = 0; i < other; i++) {
            result += base;
        }
        return result;
    }

    public double divide(double divisor) {
        try {
            if (divisor == 0) {
                throw new ArithmeticException("by zero");
            }
            return base / divisor;
        } finally {
            calls++;
        }
    }

    public void fail(String message) {
        throw new IllegalStateException(message);
    }

    public String describe() {
        LongSupplier lazily = () -> calls;
        return "base " + base + " calls " + lazily.getAsLong();
    }

    public static int twice(int number) {
        return number * 2;
    }

    @Override
    public int compareTo(Calculator other) {
        return Integer.compare(base, other.base);
    }
}
