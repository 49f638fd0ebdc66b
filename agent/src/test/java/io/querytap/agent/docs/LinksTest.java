package io.querytap.agent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who follows a link of a page arrives. */
class LinksTest {
    private static final Path DOCS = Pages.ROOT.resolve("docs");
    private static final Path INDEX = DOCS.resolve("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @Test
    void links_withinTheRepository_leadSomewhere() {
        List<String> broken = new ArrayList<>();
        int followed = 0;
        for (Path page : Pages.all()) {
            for (String target : targets(page)) {
                followed++;
                if (!leadsSomewhere(page, target)) {
                    broken.add(Pages.name(page) + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(followed).isGreaterThan(100);
    }

    @Test
    void index_everyPageOfDocs_isLinked() {
        Set<Path> linked = targets(INDEX).stream()
                .map(target -> DOCS.resolve(file(target)).normalize())
                .collect(Collectors.toSet());

        assertThat(Pages.all())
                .filteredOn(page -> DOCS.equals(page.getParent()) && !page.equals(INDEX))
                .allSatisfy(page -> assertThat(linked).contains(page));
    }

    @Test
    void anchorOf_marksAndRepetitions_isAsCodeHostsMakeIt() {
        assertThat(anchors(Stream.of("## What *is* `not_seen`, and why?", "## Twice", "text", "### Twice")))
                .containsExactlyInAnyOrder("what-is-not_seen-and-why", "twice", "twice-1");
    }

    /** Targets of links and of pictures, without those to other sites. */
    private static List<String> targets(Path page) {
        List<String> targets = new ArrayList<>();
        for (String line : Pages.prose(page)) {
            Matcher link = LINK.matcher(CODE.matcher(line).replaceAll(""));
            while (link.find()) {
                if (!ELSEWHERE.matcher(link.group(1)).matches()) {
                    targets.add(link.group(1));
                }
            }
        }
        return targets;
    }

    private static boolean leadsSomewhere(Path page, String target) {
        String file = file(target);
        Path goal = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(goal) || !goal.startsWith(Pages.ROOT)) {
            return false;
        }
        int mark = target.indexOf('#');
        return mark < 0 || anchors(Pages.prose(goal).stream()).contains(target.substring(mark + 1));
    }

    private static String file(String target) {
        int mark = target.indexOf('#');
        return mark < 0 ? target : target.substring(0, mark);
    }

    private static Set<String> anchors(Stream<String> lines) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> times = new HashMap<>();
        lines.map(HEADING::matcher).filter(Matcher::matches).forEach(heading -> {
            String anchor = heading.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + '-' + before);
        });
        return anchors;
    }
}
