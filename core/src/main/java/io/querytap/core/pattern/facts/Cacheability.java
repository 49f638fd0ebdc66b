package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the result of a text depends on nothing but the rows of its tables and its parameters, so that it may be kept until
 * one of the tables changes. Everything that is not known to be harmless forbids it. Immutable.
 *
 * <p>What a text cannot tell stays open: views hide tables and functions, triggers hide writes, row security hides the user.
 */
public final class Cacheability {
    private static final Cacheability YES = new Cacheability(null);

    private final @Nullable String reason;

    private Cacheability(@Nullable String reason) {
        this.reason = reason;
    }

    /** Judges facts of a text of the given dialect. */
    public static Cacheability of(SqlFacts facts, Dialect dialect) {
        return of(facts, dialect, Set.of());
    }

    /**
     * As {@link #of(SqlFacts, Dialect)}.
     *
     * @param vouched names of further functions, in lower case, of which somebody vouches that they depend on their arguments only
     */
    public static Cacheability of(SqlFacts facts, Dialect dialect, Set<String> vouched) {
        for (Obstacle obstacle : facts.obstacles()) {
            return new Cacheability(obstacle.name().toLowerCase(Locale.ROOT));
        }
        for (FunctionCall function : facts.functions()) {
            if (!ImmutableFunctions.contains(function, dialect)
                    && !vouched.contains(function.name().toLowerCase(Locale.ROOT))) {
                return new Cacheability("function " + function.name());
            }
        }
        return facts.parsed() ? YES : new Cacheability("not_parsed");
    }

    /** Whether the function's result depends on its arguments only, whichever of the server's overloads is meant. */
    public static boolean isImmutable(FunctionCall function, Dialect dialect) {
        return ImmutableFunctions.contains(function, dialect);
    }

    public boolean isCacheable() {
        return reason == null;
    }

    /** Why not, as an {@link Obstacle} in lower case or {@code function} and its name; null where cacheable. */
    public @Nullable String reason() {
        return reason;
    }
}
