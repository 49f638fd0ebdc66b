package io.querytap.cache.driver;

/** A driver is not built as its port knows it; the message names what is missing. */
public final class PortUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public PortUnavailableException(String message) {
        super(message);
    }

    public PortUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
