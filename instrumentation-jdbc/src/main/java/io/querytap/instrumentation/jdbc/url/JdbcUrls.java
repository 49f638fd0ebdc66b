package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.pattern.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Placeholder. */
public final class JdbcUrls {
    private JdbcUrls() {}

    public static DatabaseIdentity identify(@Nullable String url, @Nullable Properties properties) {
        return new DatabaseIdentity(url == null ? "other_sql" : url.split(":")[1], Dialect.OTHER, null, null, -1);
    }

    public static DatabaseIdentity identifyDriverClass(String className) {
        return DatabaseIdentity.UNKNOWN;
    }
}
