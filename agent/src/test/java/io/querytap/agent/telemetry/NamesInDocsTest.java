package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.querytap.agent.docs.Pages;
import io.querytap.core.detect.Finding;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Properties, metrics, attributes and events that a page names are there. */
class NamesInDocsTest {
    /** Not in the middle of a package's name or of a path. */
    private static final Pattern DOTTED = Pattern.compile("(?<![\\w./:-])querytap\\.([a-zA-Z0-9_.*-]+)");

    private static final Pattern ENVIRONMENT = Pattern.compile("\\bQUERYTAP_([A-Z0-9_]+)");

    /** Limits of findings, whose page leaves out what all have in front. */
    private static final Pattern LIMIT = Pattern.compile("`([a-z]+-[a-z-]+\\.[a-z-]+)`");

    private static final Path FINDINGS_PAGE = Path.of("findings.md");
    private static final String LIMITS_BEGIN = "querytap.findings.";

    /** Names of the build, its tests and {@code deploy}, which the agent does not know. */
    private static final Set<String> OF_THE_BUILD = Set.of(
            "querytap.test.jdks",
            "querytap.corpora",
            "querytap.sqllogic",
            "querytap.consistency.seconds",
            "QUERYTAP_TEST_JDKS",
            "QUERYTAP_BIND");

    /** Files of the examples. */
    private static final Set<String> FILES =
            Set.of("querytap.html", "querytap.json", "querytap.sarif", "querytap.properties");

    private final Set<String> known = new HashSet<>(OF_THE_BUILD);

    @BeforeEach
    void collectNames() throws IllegalAccessException {
        known.addAll(FILES);
        for (Setting<?> setting : Settings.all()) {
            known.add(setting.propertyName());
            known.add(setting.environmentName());
        }
        for (Metric metric : Metric.values()) {
            known.add(metric.exportedName());
        }
        for (Field field : Keys.class.getDeclaredFields()) {
            if (field.getType() == AttributeKey.class) {
                known.add(((AttributeKey<?>) field.get(null)).getKey());
            }
        }
        for (Finding.Kind kind : Finding.Kind.values()) {
            known.add("querytap.finding." + kind.id());
        }
        known.add("querytap.finding.evidence.*");
        known.add(CacheLogs.RULE_WITHDRAWN);
    }

    @Test
    void names_onEveryPage_exist() {
        List<String> unknown = new ArrayList<>();
        int named = 0;
        for (Path page : Pages.all()) {
            for (String line : Pages.lines(page)) {
                for (String name : namesIn(line)) {
                    named++;
                    if (!exists(name)) {
                        unknown.add(Pages.name(page) + ": " + name);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(named).isGreaterThan(300);
    }

    @Test
    void limits_onThePageOfFindings_exist() {
        Set<String> limits = new HashSet<>();
        for (Path page : Pages.all()) {
            if (page.endsWith(FINDINGS_PAGE)) {
                for (String line : Pages.lines(page)) {
                    Matcher limit = LIMIT.matcher(line);
                    while (limit.find()) {
                        limits.add(LIMITS_BEGIN + limit.group(1));
                    }
                }
            }
        }
        assertThat(limits).hasSizeGreaterThan(20).isSubsetOf(known);
    }

    private static List<String> namesIn(String line) {
        List<String> names = new ArrayList<>();
        Matcher dotted = DOTTED.matcher(line);
        while (dotted.find()) {
            String name = dotted.group(1).replaceAll("[.-]+$", "");
            names.add("querytap." + name);
        }
        Matcher environment = ENVIRONMENT.matcher(line);
        while (environment.find()) {
            names.add("QUERYTAP_" + environment.group(1));
        }
        return names;
    }

    /** A name may end in a star that stands for several. */
    private boolean exists(String name) {
        if (known.contains(name) || name.equals("querytap.*")) {
            return true;
        }
        String beginning = name.substring(0, name.length() - 1);
        return name.endsWith(".*") && known.stream().anyMatch(it -> it.startsWith(beginning));
    }
}
