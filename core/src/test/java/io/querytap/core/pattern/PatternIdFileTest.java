package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlCases.SqlCase;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Ids are written to files and compared between releases. {@code ids.txt} holds those of our own statements; its lines are dialect,
 * id and text, with tabs between. The first line names the version.
 *
 * <p>After a change that is meant to give other ids, raise {@link SqlPattern#ID_VERSION} and write the file anew with {@code mvn -pl
 * core -am test -Dtest=PatternIdFileTest -Dsurefire.failIfNoSpecifiedTests=false -Dquerytap.ids.write=true}. New statements are
 * added to it in the same way, without a new version.
 */
class PatternIdFileTest {
    private static final String WRITE = "querytap.ids.write";
    private static final String VERSION = "version\t";
    private static final Path FILE =
            Paths.get("src", "test", "resources", "io", "querytap", "core", "pattern", "ids.txt");

    @Test
    void id_ofEveryLineOfTheFile_isTheSame() throws IOException {
        List<String> changed = new ArrayList<>();
        List<String> lines = lines();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", 3);
            Dialect dialect = Dialect.valueOf(fields[0].toUpperCase(Locale.ROOT));
            String id = Shown.pattern(fields[2], dialect, SqlModes.UNKNOWN).hexId();
            if (!id.equals(fields[1])) {
                changed.add(line + " is now " + id);
            }
        }

        assertThat(lines.get(0)).isEqualTo(VERSION + SqlPattern.ID_VERSION);
        assertThat(lines).hasSizeGreaterThan(300);
        assertThat(changed)
                .as(
                        "Stored reports hold the old ids: this change needs a new SqlPattern.ID_VERSION, then see %s",
                        WRITE)
                .isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = "true")
    void write() throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        lines.add(VERSION + SqlPattern.ID_VERSION);
        for (SqlCase given : SqlCases.all()) {
            add(lines, given.dialect, given.sql);
        }
        for (Sentinels.Sentinel given : Sentinels.all()) {
            boolean once = given.dialect == Dialect.values()[given.line % Dialect.values().length];
            if (given.text != null && given.modes == SqlModes.UNKNOWN && !given.text.endsWith("?") || once) {
                add(lines, given.dialect, given.sql);
            }
        }
        Files.write(FILE, lines, StandardCharsets.UTF_8);
        assertThat(lines).hasSizeGreaterThan(300);
    }

    private static void add(Set<String> lines, Dialect dialect, String sql) {
        boolean oneLine = !sql.isEmpty() && sql.chars().allMatch(c -> c >= ' ' && !Character.isSurrogate((char) c));
        if (oneLine) {
            String id = Shown.pattern(sql, dialect, SqlModes.UNKNOWN).hexId();
            lines.add(dialect.name().toLowerCase(Locale.ROOT) + '\t' + id + '\t' + sql);
        }
    }

    private static List<String> lines() throws IOException {
        try (InputStream file = Objects.requireNonNull(PatternIdFileTest.class.getResourceAsStream("ids.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.toList());
        }
    }
}
