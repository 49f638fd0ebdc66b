package io.querytap.agent.sql;

/** A line of input that cannot be answered. The message says what was expected, and nothing of what was read: that may be secret. */
final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String expected;

    BadLineException(String expected) {
        super(expected, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.expected = expected;
    }

    String expected() {
        return expected;
    }
}
