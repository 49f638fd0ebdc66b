package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** {@code h2:mem:name}, {@code h2:[file:]path}, {@code h2:tcp://host:port/path}; the namespace is the name or path. */
final class H2Urls implements UrlFamily {
    /** File systems can be stacked, as in {@code split:nio:}; more than a few is nonsense. */
    private static final int MAX_FILE_SYSTEMS = 4;

    @Override
    public Product product() {
        return Product.H2;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        String remote = Texts.withoutPrefix(text, "tcp:", "ssl:");
        if (remote.length() == text.length()) {
            return product().withoutServer(databaseName(text.substring(0, Texts.firstOf(text, ";", 0))));
        }
        Location location = Location.of(remote.startsWith("//") ? remote.substring(2) : remote, ";");
        Server server = location == null ? null : Server.parse(location.authority());
        return location == null || server == null
                ? product().unlocated()
                : product().at(server, databaseName(location.path()));
    }

    private static String databaseName(String text) {
        String name = text;
        for (int stripped = 0; stripped < MAX_FILE_SYSTEMS; stripped++) {
            name = Texts.withoutPrefix(
                    name,
                    "mem:",
                    "file:",
                    "nio:",
                    "nioMapped:",
                    "nioMemFS:",
                    "nioMemLZF:",
                    "memFS:",
                    "memLZF:",
                    "async:",
                    "retry:",
                    "classpath:",
                    "zip:");
            if (Texts.startsWith(name, "split:")) {
                name = name.substring("split:".length());
                int size = Texts.firstOf(name, ":", 0);
                name = Server.port(name.substring(0, size)) > 0 ? name.substring(size + 1) : name;
            }
        }
        return name;
    }
}
