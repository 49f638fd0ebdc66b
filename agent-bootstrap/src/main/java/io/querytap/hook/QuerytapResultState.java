package io.querytap.hook;

/**
 * Injected into result set classes: besides the state of the statement, the number of the execution that the result came from.
 * A result set that outlives its execution is recognised by the number, without the statement's state referring back to it.
 */
public interface QuerytapResultState extends QuerytapState {
    int querytap$generation();

    void querytap$generation(int generation);
}
