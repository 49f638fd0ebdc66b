package io.querytap.cache.shared;

import io.querytap.cache.generation.TableSet;
import java.util.Objects;

/** The generations of some tables in the shared tier at one moment, with the tier's epoch; compared as a whole. Immutable, a value. */
public final class SharedStamp {
    private final String token;
    private final TableSet tables;

    /** Of no table. */
    public SharedStamp(String token) {
        this(token, TableSet.EMPTY);
    }

    /** @param tables what the token is of; a token is of one set of tables only */
    public SharedStamp(String token, TableSet tables) {
        this.token = Objects.requireNonNull(token, "token");
        this.tables = Objects.requireNonNull(tables, "tables");
    }

    /** Says nothing to anybody but the tier; ASCII. */
    public String token() {
        return token;
    }

    /** The tables whose generations these are. */
    public TableSet tables() {
        return tables;
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
