package io.querytap.scenarios.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.scenarios.leak.Marker;
import io.querytap.scenarios.leak.Planted;
import io.querytap.scenarios.run.Catalogue;
import io.querytap.scenarios.shop.Variation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values that the applications bind, write and read are nobody else's business. */
class PlantedValuesIT {
    @Test
    void reports_ofPlantedValues_showNone() {
        assertThat(FullRun.GROUPS)
                .allSatisfy(group -> assertThat(writtenByTheAgent(group))
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(read(file)).as(file.toString()).doesNotContain(Marker.ALL)));
    }

    /** Else the test above could not fail. */
    @Test
    void reports_ofPlantedValues_knowTheirStatements() {
        List<String> texts = FullRun.GROUPS.stream()
                .filter(group ->
                        group.turns().stream().anyMatch(turn -> turn.scenario().type() == Planted.class))
                .map(group -> group.outcome().report().root().path("patterns").toString())
                .toList();

        assertThat(texts).hasSize(1);
        assertThat(Catalogue.all().stream().filter(scenario -> scenario.type() == Planted.class))
                .allSatisfy(scenario -> assertThat(texts.get(0)).contains(scenario.database(Variation.NONE)));
    }

    private static List<Path> writtenByTheAgent(GroupRun group) {
        Path stem = group.outcome().reportStem();
        try (Stream<Path> files = Files.list(stem.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(stem.getFileName() + ".")
                            || file.getFileName().toString().equals("stderr"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
