package io.querytap.benchmarks.startup;

/** Prints one line. Nothing of JDBC is loaded. */
public final class TrivialMain {
    private TrivialMain() {}

    public static void main(String[] arguments) {
        System.out.println("done");
    }
}
