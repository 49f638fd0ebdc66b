package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** {@code sqlite:path?...}, {@code sqlite:file:path?...}, {@code sqlite::memory:}, which is also meant by an empty path. */
final class SqliteUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.SQLITE;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        String path = Texts.withoutPrefix(text.substring(0, Texts.firstOf(text, "?", 0)), "file:", ":resource:");
        return product().withoutServer(path.isEmpty() ? ":memory:" : path);
    }
}
