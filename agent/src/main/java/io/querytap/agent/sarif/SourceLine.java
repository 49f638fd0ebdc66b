package io.querytap.agent.sarif;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** A line of the application's sources, read from a frame as findings hold it: {@code class.method(file:line)}. Immutable. */
final class SourceLine {
    private final String type;
    private final String method;
    private final @Nullable String file;
    private final int line;

    private SourceLine(String type, String method, @Nullable String file, int line) {
        this.type = type;
        this.method = method;
        this.file = file;
        this.line = line;
    }

    /** Reads a frame; file and line may be missing in it, as they are in classes compiled without them. */
    static SourceLine of(String frame) {
        int open = frame.indexOf('(');
        String name = open < 0 ? frame : frame.substring(0, open);
        int dot = name.lastIndexOf('.');
        String type = dot < 0 ? "" : name.substring(0, dot);
        String method = name.substring(dot + 1);
        int colon = frame.lastIndexOf(':');
        if (open < 0 || colon < open || !frame.endsWith(")")) {
            return new SourceLine(type, method, null, 0);
        }
        try {
            int line = Integer.parseInt(frame.substring(colon + 1, frame.length() - 1));
            String file = frame.substring(open + 1, colon);
            return line > 0 && !file.isEmpty()
                    ? new SourceLine(type, method, file, line)
                    : new SourceLine(type, method, null, 0);
        } catch (NumberFormatException noLine) {
            return new SourceLine(type, method, null, 0);
        }
    }

    /** {@code class.method}. */
    String qualifiedName() {
        return type.isEmpty() ? method : type + '.' + method;
    }

    String method() {
        return method;
    }

    /**
     * Where the file lies in the repository, as a relative URI: the folder of the sources, the package, the file.
     *
     * @param sourceRoot folder of the sources, empty or ending in a slash
     * @return null if the file is not known
     */
    @Nullable
    String uri(String sourceRoot) {
        if (file == null) {
            return null;
        }
        int packageEnd = type.lastIndexOf('.');
        String folder = packageEnd < 0 ? "" : type.substring(0, packageEnd).replace('.', '/') + '/';
        try {
            // With a slash in front a colon is no scheme.
            return new URI(null, null, '/' + sourceRoot + folder + file, null)
                    .toASCIIString()
                    .substring(1);
        } catch (URISyntaxException noPath) {
            return null;
        }
    }

    /** Counts from 1; 0 if it is not known. */
    int line() {
        return line;
    }
}
