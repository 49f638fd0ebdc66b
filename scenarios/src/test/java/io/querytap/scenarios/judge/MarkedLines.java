package io.querytap.scenarios.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds source lines by the comment at their end, so that labels stay right when lines move. */
public final class MarkedLines {
    private static final String MARK = "// <- ";

    private final Path sources;

    public MarkedLines(Path sources) {
        this.sources = sources;
    }

    /** The marked line as call sites are written: {@code class.method(file:line)}. */
    String site(Class<?> type, String method, String marker) {
        return type.getName() + '.' + method + '(' + type.getSimpleName() + ".java:" + of(type, marker) + ')';
    }

    /** The number of the one line of a class's file that ends with a marker. */
    int of(Class<?> type, String marker) {
        List<String> lines = lines(type);
        int found = 0;
        for (int line = 1; line <= lines.size(); line++) {
            if (lines.get(line - 1).endsWith(MARK + marker)) {
                if (found > 0) {
                    throw new IllegalStateException(type + " has the marker \"" + marker + "\" twice");
                }
                found = line;
            }
        }
        if (found == 0) {
            throw new IllegalStateException(type + " has no marker \"" + marker + '"');
        }
        return found;
    }

    private List<String> lines(Class<?> type) {
        try {
            return Files.readAllLines(sources.resolve(type.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
