package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;

/**
 * The functions of each dialect whose result depends on nothing but their arguments. Everything else is taken as depending on
 * the clock, the session or chance.
 */
final class ImmutableFunctions {
    private ImmutableFunctions() {}

    /** Whether every overload of the function with this number of arguments is immutable. */
    static boolean contains(FunctionCall function, Dialect dialect) {
        return false;
    }
}
