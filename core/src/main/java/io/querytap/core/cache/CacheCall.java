package io.querytap.core.cache;

import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One execution as the application asked for it; valid until the cache was told of its end. */
public interface CacheCall {
    /** The driver's own statement. */
    Statement statement();

    /** The text as it was given to the driver, literals and all. */
    String sql();

    /** What was bound; null for a statement to which SQL is given at each execution. */
    @Nullable
    ParameterLog parameters();

    /** Which method was called. */
    Method method();

    /** How the application executes. */
    enum Method {
        /** {@code executeQuery}: hands out the result set. */
        QUERY,
        /** {@code execute}: whether there is a result set; it is asked for afterwards. */
        EXECUTE,
        /** {@code executeUpdate}, {@code executeLargeUpdate}, {@code executeBatch}: never answered by the cache. */
        UPDATE
    }
}
