package io.querytap.scenarios.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.run.Catalogue;
import io.querytap.scenarios.run.LabelledMethod;
import io.querytap.scenarios.shop.Variation;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The labels themselves: a label that says nothing judges nothing. */
class CatalogueTest {
    /** The longest name that PostgreSQL keeps. */
    private static final int MAX_DATABASE_NAME = 63;

    @Test
    void all_byName_areUniqueAsDatabases() {
        assertThat(Catalogue.all())
                .hasSizeGreaterThanOrEqualTo(70)
                .extracting(scenario -> scenario.database(Variation.NONE))
                .doesNotHaveDuplicates();
        for (Variation variation : Variation.values()) {
            assertThat(Catalogue.all())
                    .allSatisfy(scenario ->
                            assertThat(scenario.database(variation)).hasSizeLessThanOrEqualTo(MAX_DATABASE_NAME));
        }
    }

    @Test
    void all_bySilence_areAtLeastHalfSilent() {
        long silent = Catalogue.all().stream().filter(LabelledMethod::isSilent).count();

        assertThat(silent).isGreaterThanOrEqualTo(Catalogue.all().size() - silent);
    }

    @Test
    void labels_ofAllScenarios_nameEachKind() throws IllegalAccessException {
        List<String> kinds = new ArrayList<>();
        for (Field field : Kind.class.getFields()) {
            kinds.add((String) field.get(null));
        }

        assertThat(Catalogue.all())
                .flatMap(LabelledMethod::finds)
                .extracting(label -> label.value())
                .containsAll(kinds)
                .allMatch(kinds::contains);
    }

    @Test
    void labels_withLines_findTheirMarkers() {
        Judge judge = new Judge(new MarkedLines(Path.of("src/main/java")));

        assertThat(Catalogue.all())
                .allSatisfy(scenario -> assertThat(judge.expectedOf(scenario)).hasSameSizeAs(scenario.finds()));
    }
}
