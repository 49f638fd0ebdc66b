package io.querytap.scenarios.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.scenarios.judge.Found;
import io.querytap.scenarios.run.Catalogue;
import io.querytap.scenarios.run.Turn;
import io.querytap.scenarios.shop.Variation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other names, other work around it, other threads and pools: what is found in a scenario stays the same. */
class VariationsIT {
    private static final List<String> SAMPLE = List.of(
            "loopByTwoColumns",
            "loopOnPostgresql",
            "twentyFastRepeats",
            "loopInLambda",
            "loopOverJdkProxy",
            "provenance",
            "idsFromRequest",
            "twoLevels",
            "tenTimesTheSame",
            "insertsInTransaction",
            "autocommittedWrites",
            "wholeTable",
            "firstThreeOfAll",
            "resultNobodyReads",
            "deepOffsetBound",
            // In these nothing is found, and nothing may be.
            "fourSlowRepeats",
            "oneQueryPerRequest",
            "pagesByKey",
            "twiceTheSame",
            "readAfterEachWrite",
            "batchesOfFifty",
            "firstThreeOfFew",
            "lookUp");

    /** Each is seen once, and must not depend on being among the first units of its JVM. */
    private static final List<GroupRun> GROUPS =
            new Suite(/* agent= */ true, Map.of("querytap.findings.evidence.every", "1")).run(turns());

    @ParameterizedTest
    @EnumSource(value = Variation.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findings_inAVariation_areThoseOfTheOriginal(Variation variation) {
        assertThat(GROUPS).flatMap(GroupRun::failures).isEmpty();
        assertThat(SAMPLE).allSatisfy(name -> {
            List<String> original = signatures(name, Variation.NONE);
            assertThat(original.isEmpty())
                    .as(name)
                    .isEqualTo(Catalogue.named(name).isSilent());
            assertThat(signatures(name, variation)).as(name).isEqualTo(original);
        });
    }

    private static List<String> signatures(String name, Variation variation) {
        Turn turn = new Turn(Catalogue.named(name), variation);
        return GROUPS.stream()
                .flatMap(group -> group.findingsOf(turn).stream())
                .map(Found::signature)
                .sorted()
                .toList();
    }

    private static List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (String name : SAMPLE) {
            Arrays.stream(Variation.values())
                    .map(variation -> new Turn(Catalogue.named(name), variation))
                    .forEach(turns::add);
        }
        return turns;
    }
}
