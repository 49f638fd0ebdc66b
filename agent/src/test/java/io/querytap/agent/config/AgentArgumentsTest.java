package io.querytap.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentArgumentsTest {
    private final Configuration.Builder builder = new Configuration.Builder();

    @Test
    void parse_nothing_isEmpty() {
        assertThat(AgentArguments.parse(null, builder).find(Settings.REPORT)).isNull();
        assertThat(AgentArguments.parse("", builder).find(Settings.REPORT)).isNull();
        assertThat(problems()).isEmpty();
    }

    @Test
    void parse_severalArguments_areSeparatedByCommas() {
        NamedTexts arguments =
                AgentArguments.parse("report=target/shop, querytap.summary = false,,slow-query=2s,", builder);
        assertThat(arguments.find(Settings.REPORT)).isEqualTo("target/shop");
        assertThat(arguments.find(Settings.SUMMARY)).isEqualTo(" false");
        assertThat(arguments.find(Settings.SLOW_QUERY)).isEqualTo("2s");
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otel.resource.attributes=team=shop\\,tier=gold,summary=false",
                "otel.resource.attributes='team=shop,tier=gold',summary=false",
                "otel.resource.attributes=\"team=shop,tier=gold\" ,summary=false"
            })
    void parse_commaInsideAValue_isEscapedOrQuoted(String text) {
        NamedTexts arguments = AgentArguments.parse(text, builder);
        assertThat(arguments.find(Settings.OTEL_RESOURCE_ATTRIBUTES)).isEqualTo("team=shop,tier=gold");
        assertThat(arguments.find(Settings.SUMMARY)).isEqualTo("false");
        assertThat(problems()).isEmpty();
    }

    @Test
    void parse_doubledQuote_standsForItself() {
        NamedTexts arguments = AgentArguments.parse("otel.service.name='Ann''s \"shop\"'", builder);
        assertThat(arguments.find(Settings.OTEL_SERVICE_NAME)).isEqualTo("Ann's \"shop\"");
    }

    @Test
    void parse_backslashesOfAWindowsPath_stay() {
        NamedTexts arguments = AgentArguments.parse("report=C:\\temp\\new,config='D:\\it''s'", builder);
        assertThat(arguments.find(Settings.REPORT)).isEqualTo("C:\\temp\\new");
        assertThat(arguments.find(Settings.CONFIG)).isEqualTo("D:\\it's");
    }

    @Test
    void parse_emptyValues_areEmpty() {
        NamedTexts arguments = AgentArguments.parse("report=,config='',otel.service.name=", builder);
        assertThat(arguments.find(Settings.REPORT)).isEmpty();
        assertThat(arguments.find(Settings.CONFIG)).isEmpty();
        assertThat(arguments.find(Settings.OTEL_SERVICE_NAME)).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void parse_nameTwice_theFirstCounts() {
        NamedTexts arguments = AgentArguments.parse("slow-query=1s,querytap.slow-query=2s", builder);
        assertThat(arguments.find(Settings.SLOW_QUERY)).isEqualTo("1s");
        assertThat(problems())
                .containsExactly("agent argument querytap.slow-query is given twice; the first one counts");
    }

    @Test
    void parse_argumentWithoutValue_isCountedAndOnlyAKnownNameShown() {
        AgentArguments.parse("summary,otel.exporter.otlp.headers=key=hush,hush", builder);
        assertThat(problems())
                .containsExactly(
                        "agent argument number 1 (summary) is not name=value; it is left out"
                                + " (a comma inside a value is written \\, or the value is quoted)",
                        "agent argument number 3 is not name=value; it is left out"
                                + " (a comma inside a value is written \\, or the value is quoted)");
    }

    @Test
    void parse_argumentWithoutName_isLeftOut() {
        AgentArguments.parse("summary=true,=hush", builder);
        assertThat(problems())
                .containsExactly("agent argument number 2 has no name in front of its '='; it is left out");
    }

    @Test
    void parse_openQuote_isLeftOut() {
        NamedTexts arguments = AgentArguments.parse("summary=false,report='target/shop,slow-query=1s", builder);
        assertThat(arguments.find(Settings.SUMMARY)).isEqualTo("false");
        assertThat(arguments.find(Settings.REPORT)).isNull();
        assertThat(problems())
                .containsExactly("agent argument number 2 has an opening quote without a closing one; it is left out");
    }

    @Test
    void parse_textAfterTheClosingQuote_isLeftOut() {
        NamedTexts arguments = AgentArguments.parse("report='target/'shop,slow-query=1s", builder);
        assertThat(arguments.find(Settings.REPORT)).isNull();
        assertThat(arguments.find(Settings.SLOW_QUERY)).isEqualTo("1s");
        assertThat(problems())
                .containsExactly("agent argument number 1 goes on after its closing quote; it is left out"
                        + " (a quote inside is written twice)");
    }

    private List<String> problems() {
        return builder.build().problems();
    }
}
