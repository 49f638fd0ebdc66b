package io.querytap.hook;

/**
 * Injected into result set classes: besides the state of the statement, the number of the execution that the result came from.
 * A result set that outlives its execution is recognised by the number, without the statement's state referring back to it.
 */
public interface QuerytapResultState extends QuerytapState {
    /** Bit of the number that is set where what is read of the result is followed value by value. */
    int FOLLOWED = 1;

    int querytap$generation();

    void querytap$generation(int generation);
}
