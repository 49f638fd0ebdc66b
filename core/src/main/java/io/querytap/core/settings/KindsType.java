package io.querytap.core.settings;

import io.querytap.core.detect.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of kinds of findings, by the names that reports show; with a name that is none, the whole list is not accepted. */
final class KindsType implements ValueType<List<Kind>> {
    @Override
    public String kind() {
        return "list";
    }

    @Override
    public String range() {
        return joined();
    }

    @Override
    public String accepted() {
        return "one or more of " + joined() + ", separated by commas";
    }

    @Override
    public @Nullable List<Kind> parse(String text) {
        List<String> names = ValueType.list().parse(text);
        if (names == null) {
            return null;
        }
        List<Kind> kinds = new ArrayList<>();
        for (String name : names) {
            Kind kind = named(name);
            if (kind == null) {
                return null;
            }
            kinds.add(kind);
        }
        return kinds;
    }

    private static @Nullable Kind named(String name) {
        String id = name.replace('-', '_');
        for (Kind kind : Kind.values()) {
            if (kind.id().equalsIgnoreCase(id)) {
                return kind;
            }
        }
        return null;
    }

    private static String joined() {
        StringBuilder joined = new StringBuilder();
        for (Kind kind : Kind.values()) {
            joined.append(joined.length() == 0 ? "" : ", ").append(kind.id());
        }
        return joined.toString();
    }
}
