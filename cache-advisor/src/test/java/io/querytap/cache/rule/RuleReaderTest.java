package io.querytap.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.querytap.cache.generation.TableSet;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.lexis.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleReaderTest {
    private static final String RULE = "{\"name\":\"items\",\"match\":{\"tables\":[\"item\"]},\"ttl\":\"60s\"";

    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("..", "docs", "cache-rules.schema.json")));
        } catch (java.io.IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static RuleSet read(String text) {
        RuleReader reader = new RuleReader();
        RuleSet rules = reader.read(text, 1);
        assertThat(reader.problems()).isEmpty();
        return rules;
    }

    private static List<String> problems(String text) {
        RuleReader reader = new RuleReader();
        assertThat(reader.read(text, 1)).isNull();
        return reader.problems();
    }

    private static boolean fitsSchema(String text) throws Exception {
        return SCHEMA.validate(new ObjectMapper().readTree(text)).isEmpty();
    }

    @Test
    void read_exampleOfTheReference_isThatRule() {
        CacheRule rule = read("{\"rules\":[{\"name\":\"items\",\"match\":{\"tables\":[\"item\"]},\"ttl\":\"60s\","
                        + "\"staleness\":\"strict\",\"state\":\"serve\"}]}")
                .rules()
                .get(0);

        assertThat(rule.name()).isEqualTo("items");
        assertThat(rule.tables()).containsExactly("item");
        assertThat(rule.ttlNanos()).isEqualTo(60_000_000_000L);
        assertThat(rule.isStrict()).isTrue();
        assertThat(rule.state()).isEqualTo(CacheRule.State.SERVE);
    }

    @Test
    void read_ruleWithoutState_isShadowAndStrict() {
        CacheRule rule = read("{\"rules\":[" + RULE + "}]}").rules().get(0);

        assertThat(rule.state()).isEqualTo(CacheRule.State.SHADOW);
        assertThat(rule.isStrict()).isTrue();
        assertThat(rule.keepsEmpty()).isTrue();
    }

    @Test
    void read_everyField_isTaken() {
        RuleSet rules = read("{\"enabled\":false,\"rules\":[" + RULE
                + ",\"staleness\":\"250ms\",\"maxRows\":7,\"maxBytes\":4096,\"keySettings\":[\"App.Tenant\"],"
                + "\"pureFunctions\":[\"Net_Price\"],\"keepEmpty\":false,\"sample\":0.5,\"state\":\"serve\"}],"
                + "\"procedures\":{\"Refresh_Totals\":[\"shop.Totals\"]}}");
        CacheRule rule = rules.rules().get(0);

        assertThat(rules.isEnabled()).isFalse();
        assertThat(rules.procedures()).containsEntry("refresh_totals", TableSet.of(List.of("totals")));
        assertThat(rule.stalenessNanos()).isEqualTo(250_000_000L);
        assertThat(rule.maxRows()).isEqualTo(7);
        assertThat(rule.maxBytes()).isEqualTo(4096);
        assertThat(rule.keySettings()).containsExactly("app.tenant");
        assertThat(rule.pureFunctions()).containsExactly("net_price");
        assertThat(rule.keepsEmpty()).isFalse();
        assertThat(rule.sampled()).isEqualTo(0.5);
    }

    @Test
    void problems_severalMistakes_eachWithFieldLineAndWhatIsAccepted() {
        List<String> problems = problems("{\n\"rules\": [\n  {\"name\": \"a\",\n   \"match\": {\"tables\": [\"t\"]},\n"
                + "   \"ttl\": 60,\n   \"sttate\": \"serve\",\n   \"state\": \"on\"}\n]}");

        assertThat(problems)
                .anySatisfy(it ->
                        assertThat(it).startsWith("rules[0].ttl (line 5): 60 is not accepted; accepted: 1ms to 7d"))
                .anySatisfy(it -> assertThat(it).startsWith("rules[0].sttate (line 6): there is no such field"))
                .anySatisfy(it -> assertThat(it)
                        .isEqualTo(
                                "rules[0].state (line 7): \"on\" is not accepted; accepted: \"shadow\" or \"serve\""));
    }

    @Test
    void problems_brokenJson_sayWhere() {
        assertThat(problems("{\n  \"rules\": [\n}"))
                .hasSize(1)
                .first()
                .asString()
                .contains("line 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"rules\":{}}",
                "{\"rules\":[{}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{},\"ttl\":\"1s\"}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[]},\"ttl\":\"1s\"}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"],\"text\":\"x\"},\"ttl\":\"1s\"}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"pattern\":\"12\"},\"ttl\":\"1s\"}]}",
                "{\"rules\":[{\"name\":\"a b\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"1s\"}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]}}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"soon\"}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"1s\",\"maxRows\":0}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"1s\",\"maxRows\":1.5}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"1s\",\"sample\":2}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"1s\",\"keepEmpty\":\"yes\"}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"1s\",\"staleness\":\"lax\"}]}",
                "{\"rules\":[],\"procedures\":{\"p\":\"t\"}}",
                "{\"rules\":[],\"enabled\":1}",
                "{\"rules\":[],\"rule\":[]}"
            })
    void problems_wrongFiles_areSeenHereAndByTheSchema(String text) throws Exception {
        assertThat(problems(text)).isNotEmpty();
        assertThat(fitsSchema(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rules\":[]}",
                "{\"$schema\":\"cache-rules.schema.json\",\"rules\":[" + RULE + "}]}",
                "{\"rules\":[" + RULE + ",\"staleness\":\"strict\",\"state\":\"serve\"}]}",
                "{\"rules\":[" + RULE + ",\"staleness\":\"2s\",\"maxRows\":1,\"maxBytes\":64,\"sample\":0}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"pattern\":\"0123456789abcdef\"},\"ttl\":\"7d\"}]}",
                "{\"rules\":[{\"name\":\"a\",\"match\":{\"text\":\"SELECT ?\"},\"ttl\":\"1ms\"}],\"procedures\":{\"p\":[\"t\"]}}"
            })
    void read_rightFiles_areRightHereAndForTheSchema(String text) throws Exception {
        assertThat(read(text)).isNotNull();
        assertThat(fitsSchema(text)).isTrue();
    }

    @Test
    void problems_twoRulesOfOneName_areSaid() {
        assertThat(problems("{\"rules\":[" + RULE + "}," + RULE + "}]}"))
                .singleElement()
                .asString()
                .contains("another rule has the name \"items\" already");
    }

    @ParameterizedTest
    @CsvSource({"999999999d", "8d", "0s", "-1s", "1.5s"})
    void problems_durationOutOfRange_isNoOverflow(String ttl) {
        assertThat(problems("{\"rules\":[{\"name\":\"a\",\"match\":{\"tables\":[\"t\"]},\"ttl\":\"" + ttl + "\"}]}"))
                .singleElement()
                .asString()
                .contains("rules[0].ttl (line 1)");
    }

    @Test
    void ruleFor_firstThatMatches_counts() {
        RuleSet rules =
                read("{\"rules\":[{\"name\":\"one\",\"match\":{\"tables\":[\"item\",\"stock\"]},\"ttl\":\"1s\"},"
                        + "{\"name\":\"two\",\"match\":{\"tables\":[\"item\"]},\"ttl\":\"1s\"}]}");

        assertThat(rules.ruleFor(pattern("SELECT a FROM shop.\"Item\" WHERE id = 1")))
                .hasToString("one");
        assertThat(rules.ruleFor(pattern("SELECT a FROM item JOIN stock USING (id)")))
                .hasToString("one");
        assertThat(rules.ruleFor(pattern("SELECT a FROM item JOIN orders USING (id)")))
                .isNull();
        assertThat(rules.ruleFor(pattern("SELECT 1"))).isNull();
    }

    @Test
    void ruleFor_idOrText_isThatPatternOnly() {
        SqlPattern pattern = pattern("select a from item where id = 7");
        RuleSet byId = read(
                "{\"rules\":[{\"name\":\"id\",\"match\":{\"pattern\":\"" + pattern.hexId() + "\"},\"ttl\":\"1s\"}]}");
        RuleSet byText = read(
                "{\"rules\":[{\"name\":\"text\",\"match\":{\"text\":\"" + pattern.text() + "\"},\"ttl\":\"1s\"}]}");

        assertThat(byId.ruleFor(pattern("select a from item where id = 8"))).hasToString("id");
        assertThat(byText.ruleFor(pattern("select a from item where id = 9"))).hasToString("text");
        assertThat(byId.ruleFor(pattern("select b from item where id = 8"))).isNull();
        assertThat(byText.ruleFor(pattern("select b from item where id = 8"))).isNull();
    }

    private static SqlPattern pattern(String sql) {
        return SqlAnalyzer.analyze(sql, Dialect.POSTGRESQL);
    }
}
