package io.querytap.cache.shared;

import java.util.Objects;

/** The generations of some tables in the shared tier at one moment, with the tier's epoch; compared as a whole. Immutable, a value. */
public final class SharedStamp {
    private final String token;

    public SharedStamp(String token) {
        this.token = Objects.requireNonNull(token, "token");
    }

    /** Says nothing to anybody but the tier; ASCII. */
    public String token() {
        return token;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharedStamp && token.equals(((SharedStamp) other).token);
    }

    @Override
    public int hashCode() {
        return token.hashCode();
    }

    @Override
    public String toString() {
        return token;
    }
}
