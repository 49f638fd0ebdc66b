package io.querytap.core.pattern.facts;

import java.util.Objects;

/** A function that a statement calls: its name as written, with its schema where one is given. Immutable. */
public final class FunctionCall {
    private final String name;
    private final int arguments;

    public FunctionCall(String name, int arguments) {
        this.name = Objects.requireNonNull(name, "name");
        this.arguments = arguments;
    }

    public String name() {
        return name;
    }

    /** Number of arguments; {@code count(*)} has one, {@code CURRENT_DATE} and other functions without brackets have none. */
    public int arguments() {
        return arguments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionCall
                && arguments == ((FunctionCall) other).arguments
                && name.equals(((FunctionCall) other).name);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + arguments;
    }

    @Override
    public String toString() {
        return name + '/' + arguments;
    }
}
