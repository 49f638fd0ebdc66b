package io.querytap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The notices name exactly what the jar bundles: all that the module needs at run time and that is not our own. */
class ThirdPartyNoticesTest {
    private static final Path NOTICES = Path.of("src", "main", "notices", "THIRD-PARTY-NOTICES.txt");

    /** Written by the build, see list-bundled-libraries in pom.xml. */
    private static final Path BUNDLED = Path.of("target", "bundled-libraries.txt");

    private static final Path CHART_JS =
            Path.of("target", "classes", "io", "querytap", "agent", "report", "chartjs", "chart.umd.js");
    private static final Pattern CHART_JS_VERSION = Pattern.compile("Chart\\.js v([\\d.]+)");

    /** group:artifact:version on a line of its own. */
    private static final Pattern NAMED = Pattern.compile("(?m)^ +([\\w.-]+:[\\w.-]+:[\\w.-]+)$");

    /** group:artifact:type:version:scope, whatever follows. */
    private static final Pattern LISTED =
            Pattern.compile("(?m)^ +([\\w.-]+:[\\w.-]+):jar:([\\w.-]+):(?:compile|runtime)\\b.*$");

    @Test
    void notices_bundledLibraries_areNamedWithTheirVersions() throws IOException {
        SortedSet<String> bundled = new TreeSet<>();
        Matcher listed = LISTED.matcher(Files.readString(BUNDLED));
        while (listed.find()) {
            bundled.add(listed.group(1) + ':' + listed.group(2));
        }
        SortedSet<String> named = new TreeSet<>();
        Matcher inNotices = NAMED.matcher(Files.readString(NOTICES));
        while (inNotices.find()) {
            named.add(inNotices.group(1));
        }
        assertThat(bundled).isNotEmpty();
        assertThat(named)
                .as(
                        "libraries in %s, compared with those the agent jar bundles; add what is missing with its licence and"
                                + " copyright, remove what is surplus, correct the version",
                        NOTICES)
                .isEqualTo(bundled);
    }

    /** A script is no dependency of the module, so the list of the build does not have it. */
    @Test
    void notices_scriptThatTheReportCopies_isNamedWithItsVersion() throws IOException {
        Matcher header = CHART_JS_VERSION.matcher(Files.readString(CHART_JS));
        assertThat(header.find()).isTrue();
        assertThat(Files.readString(NOTICES)).contains("\nChart.js " + header.group(1) + '\n');
    }
}
