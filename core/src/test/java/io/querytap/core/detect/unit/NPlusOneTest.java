package io.querytap.core.detect.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Threshold;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shop.Overview;
import shop.Repository;

class NPlusOneTest {
    private static final String OWNERS = "SELECT id, name FROM owner WHERE city = ?";
    private static final String PETS = "SELECT id, name FROM pet WHERE owner_id = ?";
    private static final String VISITS = "SELECT id, day FROM visit WHERE pet_id = ?";
    private static final long SLOW = 4 * UnitScript.MILLISECOND;
    private static final long FAST = 10_000;

    private final UnitScript app = new UnitScript();

    /** Ids as databases give them, but not so that they are the row numbers too. */
    private static long[] ids(long first, int count) {
        return LongStream.range(0, count).map(it -> first + it * 3).toArray();
    }

    /** The page that everybody has written once: a list, and a query for each element. */
    private void page(int owners) {
        long[] ids = ids(1_000, owners);
        app.run(OWNERS, 7).reads(1, ids);
        for (long id : ids) {
            app.run(PETS, id).rows(1);
        }
    }

    private List<Finding> nPlusOnes() {
        List<Finding> all = new ArrayList<>(app.findings());
        all.removeIf(it -> it.kind() != Kind.N_PLUS_ONE);
        return all;
    }

    private Finding only() {
        List<Finding> all = app.findings();
        assertThat(all).hasSize(1);
        assertThat(all.get(0).kind()).isEqualTo(Kind.N_PLUS_ONE);
        return all.get(0);
    }

    // Thresholds

    @Test
    void repeats_asManyAsTheThreshold_areFoundAndProven() {
        app.lasting(SLOW).entry("GET /owners", () -> page(5));

        Finding finding = only();
        assertThat(app.found()).isTrue();
        assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(finding.repeats()).hasValue(5);
        assertThat(finding.statement()).isEqualTo("SELECT pet");
        assertThat(finding.source()).hasSize(16).isNotEqualTo(finding.pattern());
        assertThat(finding.callSite()).startsWith("shop.Repository.find(Repository.java:");
        assertThat(finding.impactNanos()).hasValue(4 * SLOW);
        assertThat(finding.unit()).satisfies(it -> {
            assertThat(it.kind()).isEqualTo("entry");
            assertThat(it.name()).isEqualTo("GET /owners");
        });
        assertThat(finding.evidence())
                .containsEntry("proof", "values")
                .containsEntry("sourceStatement", "SELECT owner")
                .containsEntry("sourceColumn", 1L)
                .containsEntry("units", 1L);
        assertThat(finding.what()).contains("5 times").contains("'SELECT owner'");
    }

    @Test
    void repeats_oneBelowTheThreshold_areSilent() {
        app.lasting(10 * SLOW).entry("GET /owners", () -> page(4));
        assertThat(app.findings()).isEmpty();
        assertThat(app.found()).isFalse();
    }

    @Test
    void repeats_inFewMilliseconds_areToldFromTwentyOn() {
        app.lasting(FAST).entry("GET /owners", () -> page(19));
        assertThat(app.findings()).isEmpty();
        app.entry("GET /owners", () -> page(20));
        assertThat(only().repeats()).hasValue(20);
    }

    @Test
    void repeats_exactlyTwentyMilliseconds_areTold() {
        app.lasting(SLOW - 1).entry("GET /owners", () -> page(5));
        assertThat(app.findings()).isEmpty();
        app.lasting(SLOW).entry("GET /owners", () -> page(5));
        assertThat(only().occurrences()).isEqualTo(1);
    }

    @Test
    void repeats_withTwoParametersOnly_areNone() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            app.run(OWNERS, 7).reads(1, 4, 5);
            for (int i = 0; i < 30; i++) {
                app.run(PETS, 4 + i % 2).rows(1);
            }
        });
        assertThat(nPlusOnes()).isEmpty();
    }

    @Test
    void testProfile_threeFastRepeats_areFound() {
        UnitScript test = new UnitScript(FindingRules.of(Profile.TEST), 1);
        test.lasting(FAST).entry("GET /owners", () -> {
            test.run(OWNERS, 7).reads(1, 10, 20, 30);
            for (long id : new long[] {10, 20, 30}) {
                test.run(PETS, id).rows(1);
            }
        });
        assertThat(test.findings())
                .singleElement()
                .satisfies(it -> assertThat(it.confidence()).isEqualTo(Confidence.CONFIRMED));
    }

    @Test
    void rules_ownLimit_isObeyed() {
        UnitScript strict = new UnitScript(
                FindingRules.builder(Profile.PROD)
                        .limit(Threshold.N_PLUS_ONE_REPEATS, 8)
                        .build(),
                1);
        for (int owners = 7; owners <= 8; owners++) {
            long[] ids = ids(50, owners);
            strict.lasting(SLOW).entry("GET /owners", () -> {
                strict.run(OWNERS, 7).reads(1, ids);
                for (long id : ids) {
                    strict.run(PETS, id).rows(1);
                }
            });
            assertThat(strict.findings()).hasSize(owners - 7);
        }
    }

    @Test
    void rules_kindIsOff_nothingIsFound() {
        UnitScript off = new UnitScript(
                FindingRules.builder(Profile.PROD).off(List.of(Kind.N_PLUS_ONE)).build(), 1);
        off.lasting(SLOW).entry("GET /owners", () -> {
            for (long id : ids(1, 40)) {
                off.run(PETS, id).rows(1);
            }
        });
        assertThat(off.findings()).isEmpty();
    }

    // What is none

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('pet_seq') FROM pet WHERE id = ?",
                "SELECT 1",
                "SELECT id FROM job WHERE state = ? FOR UPDATE SKIP LOCKED",
                "SELECT id FROM pet WHERE owner_id IN (?, ?, ?)",
                "SELECT id FROM pet WHERE owner_id = ANY (?)",
                "SELECT id FROM pet WHERE owner_id = ? ORDER BY id LIMIT ? OFFSET ?",
                "SELECT id FROM pet WHERE owner_id = ? AND id > ? ORDER BY id LIMIT ?",
                "SELECT id FROM pet WHERE name LIKE ?",
                "SELECT id FROM pet WHERE born > ?",
                "SELECT id FROM pet WHERE born IS NULL AND name > ?"
            })
    void repeats_thatAreNoLookUp_areSilent(String sql) {
        app.lasting(SLOW).entry("GET /pets", () -> {
            for (long id : ids(1_000, 30)) {
                app.run(sql, id, id + 1, id + 2).rows(1);
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM pet WHERE owner_id = ?",
                "SELECT EXISTS (SELECT 1 FROM pet WHERE owner_id = ?)",
                "SELECT p.id FROM pet p LEFT JOIN type t ON t.id = p.type_id WHERE p.owner_id=?",
                "SELECT id FROM pet WHERE owner_id IN (?)",
                "SELECT id FROM pet WHERE owner_id = ? ORDER BY born DESC LIMIT 3",
                "SELECT id FROM pet WHERE owner_id = ? FOR UPDATE",
                "SELECT id FROM pet WHERE lower(name) = ?"
            })
    void repeats_thatAreLookUpsInOtherWords_areFound(String sql) {
        app.lasting(SLOW).entry("GET /owners", () -> {
            long[] ids = ids(1_000, 6);
            app.run(OWNERS, 7).reads(1, ids);
            for (long id : ids) {
                app.run(sql, id).rows(1);
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
    }

    @Test
    void keysetPages_whoseBoundsComeFromTheirOwnResults_areNone() {
        String next = "SELECT id FROM pet WHERE shop = ? AND id > ? ORDER BY id LIMIT ?";
        app.lasting(SLOW).entry("export", () -> {
            for (long page = 0; page < 40; page++) {
                app.run(next, 1, page * 2, 2).reads(1, page * 2 + 1, page * 2 + 2);
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void shards_sameTextOnManyDatabases_areNone() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            for (int i = 0; i < 12; i++) {
                int shard = i;
                DatabaseIdentity database =
                        new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "shard" + i, null, -1);
                app.through(app.on(database), () -> app.run(PETS, shard).rows(1));
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void retries_thatFail_doNotCount() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            app.failing("40001");
            for (long id : ids(1, 30)) {
                app.run(PETS, id);
            }
            app.failing(null);
            app.run(PETS, 4).rows(1);
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void differentPlaces_oneQueryEach_areNone() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            for (int i = 0; i < 40; i++) {
                // the looks at the stack fall on repeats 4, 5, 8, 16 and 32
                app.from(i % 2 == 0 || i == 7 ? Repository::find : Repository::findElsewhere);
                app.run(PETS, i).rows(1);
            }
        });
        assertThat(app.findings()).isEmpty();
        assertThat(app.detector.suspects()).isEqualTo(1);
    }

    @Test
    void requests_oneQueryEach_areNone() {
        for (int i = 0; i < 50; i++) {
            long id = i;
            app.lasting(SLOW).entry("GET /pet", () -> app.run(PETS, id).rows(1));
        }
        assertThat(app.findings()).isEmpty();
    }

    // Proofs

    @Test
    void values_followedAndFromNowhere_makeEqualNumbersACoincidence() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            app.run(OWNERS, 7).reads(1, ids(1_000, 6));
            for (long id : ids(77_000, 6)) {
                app.run(PETS, id).rows(1);
            }
        });
        Finding finding = only();
        assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
        assertThat(finding.source()).isNull();
        assertThat(finding.evidence()).containsEntry("proof", "none").doesNotContainKey("sourceStatement");
    }

    @Test
    void values_notFollowed_equalNumbersProve() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            app.run(OWNERS, 7).rows(6); // read, but not by the getters that are followed
            for (long id : ids(1_000, 6)) {
                app.run(PETS, id).rows(1);
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(only().evidence()).containsEntry("proof", "rows").containsEntry("sourceRows", 6L);
    }

    @Test
    void values_notFollowedAndOneRowMore_proveNothing() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            app.run(OWNERS, 7).rows(7);
            for (long id : ids(1_000, 6)) {
                app.run(PETS, id).rows(1);
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.PROBABLE);
    }

    @Test
    void source_afterTheRepeats_isNone() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            for (long id : ids(1_000, 6)) {
                app.run(PETS, id).rows(1);
            }
            app.run(OWNERS, 7).reads(1, ids(1_000, 6));
        });
        assertThat(only().confidence()).isEqualTo(Confidence.PROBABLE);
        assertThat(only().source()).isNull();
    }

    @Test
    void values_someRowsOnlyInTheirOrder_prove() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            long[] ids = ids(1_000, 30);
            app.run(OWNERS, 7).reads(1, ids);
            for (int i = 0; i < ids.length; i += 4) {
                app.run(PETS, ids[i]).rows(1);
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
    }

    @Test
    void values_smallNumbersAtTheBeginningOfAnotherResult_proveNothing() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            app.run(OWNERS, 7).reads(1, LongStream.rangeClosed(1, 40).toArray());
            for (long id = 1; id <= 6; id++) {
                app.run(PETS, id).rows(1);
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.PROBABLE);
    }

    @Test
    void values_inAnyOrder_proveIfNearlyAllRowsAreThere() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            app.run(OWNERS, 7).reads(1, 10, 20, 30, 40, 50);
            for (long id : new long[] {30, 10, 50, 20, 40}) {
                app.run(PETS, id).rows(1);
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
    }

    @Test
    void values_ofALargeResult_areFollowedAsFarAsTheyAreKept() {
        app.lasting(SLOW).entry("GET /owners", () -> page(400));
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(only().repeats()).hasValue(400);
        assertThat(only().severity()).isEqualTo(Finding.Severity.HIGH);
    }

    @Test
    void scaling_sameNumberHoweverManyRows_retracts() {
        long[][] rows = {ids(500, 6), ids(500, 20), ids(500, 60)};
        for (int i = 0; i < rows.length; i++) {
            long[] read = rows[i];
            app.lasting(SLOW).entry("GET /owners", () -> {
                app.run(OWNERS, 7).rows(read.length);
                for (long setting : ids(9_000, 6)) {
                    app.run(PETS, setting).rows(1);
                }
            });
            assertThat(app.findings()).hasSize(i < 2 ? 1 : 0);
        }
        assertThat(app.found()).isFalse();
    }

    @Test
    void scaling_growsWithTheRows_provesWhatCouldNotBeFollowed() {
        for (int owners : new int[] {6, 12, 31}) {
            app.lasting(SLOW).entry("GET /owners", () -> {
                app.run(OWNERS, 7).reads(2, ids(500, owners)); // the key is made of something else
                for (long id : ids(90_000, owners)) {
                    app.run(PETS, id).rows(1);
                }
            });
        }
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(only().evidence()).containsEntry("proof", "scaling").containsEntry("repeatsPerRow", 1.0);
    }

    @Test
    void constants_theSameLookUpsInEachUnit_areRetractedWithoutASource() {
        for (int i = 0; i < RepeatCause.ALWAYS_THE_SAME; i++) {
            app.lasting(SLOW).entry("GET /home", () -> {
                for (long setting : ids(9_000, 6)) {
                    app.run("SELECT value FROM setting WHERE id = ?", setting).rows(1);
                }
            });
            assertThat(app.findings()).hasSize(i < RepeatCause.ALWAYS_THE_SAME - 1 ? 1 : 0);
        }
    }

    // Loops

    @Test
    void tree_readNodeByNode_isItsOwnSource() {
        String children = "SELECT id FROM node WHERE parent = ?";
        app.lasting(SLOW).entry("GET /tree", () -> {
            app.run(children, 1).reads(1, 100, 200, 300);
            for (long node : new long[] {100, 200, 300}) {
                app.run(children, node).reads(1, node + 10, node + 20);
                app.run(children, node + 10).rows(0);
                app.run(children, node + 20).rows(0);
            }
        });
        Finding finding = only();
        assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(finding.source()).isEqualTo(finding.pattern());
        assertThat(finding.advice()).contains("recursive");
    }

    @Test
    void twoQueries_ofTheSameSource_areOneFinding() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            long[] ids = ids(1_000, 8);
            app.run(OWNERS, 7).reads(1, ids);
            for (long id : ids) {
                app.run(PETS, id).rows(1);
            }
            for (long id : ids) {
                app.run("SELECT count(*) FROM bill WHERE owner_id = ?", id).rows(1);
            }
        });
        assertThat(only().evidence()).containsEntry("queries", 2L);
        assertThat((String) only().evidence().get("patterns")).contains(", ");
        assertThat(only().impactNanos()).hasValue(14 * SLOW);
    }

    @Test
    void twoQueries_inOneLoopWithoutASource_areOneFinding() {
        long[] next = {1_000};
        app.lasting(SLOW)
                .entry(
                        "GET /overview",
                        () -> Overview.rows(
                                9,
                                () -> app.runHere(PETS, next[0] += 7).rows(1),
                                () -> app.runHere(VISITS, next[0]).rows(1)));
        assertThat(only().evidence()).containsEntry("queries", 2L);
        assertThat(only().callSite()).startsWith("shop.Overview.rows");
    }

    @Test
    void levels_eachWithItsOwnSource_areTwoFindings() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            long[] ids = ids(1_000, 5);
            app.run(OWNERS, 7).reads(1, ids);
            for (long id : ids) {
                long[] pets = ids(id * 100, 4);
                app.run(PETS, id).reads(1, pets);
                for (long pet : pets) {
                    app.from(Repository::findElsewhere).run(VISITS, pet).rows(1);
                    app.from(Repository::find);
                }
            }
        });
        assertThat(app.findings())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.confidence()).isEqualTo(Confidence.CONFIRMED));
        assertThat(app.findings()).anySatisfy(it -> {
            assertThat(it.statement()).isEqualTo("SELECT visit");
            assertThat(it.evidence()).containsEntry("sourceStatement", "SELECT pet");
        });
    }

    @Test
    void units_ofEverNewNames_areOneFinding() {
        for (int i = 0; i < 150; i++) {
            app.lasting(SLOW).entry("GET /owners/" + i, () -> page(6));
        }
        Finding finding = only();
        assertThat(finding.occurrences()).isEqualTo(150);
        assertThat(finding.evidence()).containsEntry("unitNames", (long) UnitTally.MAX_NAMES);
        assertThat(finding.impactNanos()).hasValue(150 * 5 * SLOW);
    }

    // Kinds of units

    @Test
    void task_manyLeasesWithoutProof_isSilent() {
        app.lasting(SLOW).task(() -> {
            for (long id : ids(1_000, 30)) {
                app.leased(() -> app.run(PETS, id).rows(1));
            }
        });
        assertThat(app.findings()).isEmpty();
        assertThat(app.detector.suspects()).isEqualTo(1);
    }

    @Test
    void task_manyLeasesWithProof_isFound() {
        app.lasting(SLOW).task(() -> {
            long[] ids = ids(1_000, 30);
            app.leased(() -> app.run(OWNERS, 7).reads(1, ids));
            for (long id : ids) {
                app.leased(() -> app.run(PETS, id).rows(1));
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(only().unit()).satisfies(it -> assertThat(it.kind()).isEqualTo("task"));
    }

    @Test
    void lease_withoutProof_isProbable() {
        app.lasting(SLOW).lease(() -> {
            for (long id : ids(1_000, 6)) {
                app.run(PETS, id).rows(1);
            }
        });
        assertThat(only().confidence()).isEqualTo(Confidence.PROBABLE);
    }

    // What must make no difference

    @Test
    void noise_betweenTheRepeats_changesNothing() {
        app.lasting(SLOW).entry("GET /owners", () -> {
            long[] ids = ids(1_000, 6);
            app.run("SELECT a FROM noise").rows(3);
            app.run(OWNERS, 7).reads(1, ids);
            for (long id : ids) {
                app.from(Repository::findElsewhere).run("SELECT a FROM noise").rows(3);
                app.pause(2_000_000_000L);
                app.run("UPDATE counter SET n = n + 1 WHERE id = ?", 1);
                app.from(Repository::find).run(PETS, id).rows(1);
            }
        });
        assertThat(nPlusOnes()).singleElement().satisfies(it -> {
            assertThat(it.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(it.repeats()).hasValue(6);
        });
    }

    @Test
    void million_executionsOfOneUnit_areCountedExactly() {
        app.lasting(1_000).entry("import", () -> {
            app.run(OWNERS, 7).reads(1, ids(1_000, 1_000));
            for (int i = 0; i < 1_000_000; i++) {
                app.run(PETS, 1_000 + i * 3L).rows(1);
            }
        });
        assertThat(only().repeats()).hasValue(1_000_000);
        assertThat(only().impactNanos()).hasValue(999_999_000);
    }

    @Test
    void causes_moreThanTheBound_areNotAllFollowed() {
        for (int i = 0; i < Causes.MAX_CAUSES + 50; i++) {
            String sql = "SELECT id FROM pet_" + i + "x WHERE owner_id = ?";
            app.lasting(SLOW).entry("GET /owners", () -> {
                for (long id : ids(1_000, 6)) {
                    app.run(sql, id).rows(1);
                }
            });
        }
        assertThat(app.findings()).hasSizeLessThanOrEqualTo(500);
        assertThat(app.detector.suspects()).isGreaterThanOrEqualTo(50);
    }
}
