package io.querytap.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Threshold;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void all_everyConstant_isListedOnce() throws IllegalAccessException {
        List<Object> constants = new ArrayList<>();
        for (Field field : Settings.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.getType() == Setting.class) {
                constants.add(field.get(null));
            } else if (field.getType() == OtlpSettings.class) {
                for (Field member : OtlpSettings.class.getDeclaredFields()) {
                    constants.add(member.get(field.get(null)));
                }
            } else if (field.getType() == CacheSettings.class) {
                for (Field member : CacheSettings.class.getDeclaredFields()) {
                    constants.add(member.get(Settings.CACHE));
                }
            } else if (field.getType() == FindingSettings.class) {
                addFindingSettings(constants);
            }
        }
        assertThat(Settings.all()).doesNotHaveDuplicates();
        assertThat(new ArrayList<Object>(Settings.all())).containsExactlyInAnyOrderElementsOf(constants);
    }

    private static void addFindingSettings(List<Object> constants) throws IllegalAccessException {
        for (Field member : FindingSettings.class.getDeclaredFields()) {
            if (member.getType() == Setting.class) {
                constants.add(member.get(Settings.FINDINGS));
            }
        }
        for (Threshold threshold : Threshold.values()) {
            constants.add(Settings.named("findings." + threshold.id()));
        }
    }

    @Test
    void all_namesInEverySpelling_areDistinct() {
        Set<String> spellings = new HashSet<>();
        for (Setting<?> setting : Settings.all()) {
            assertThat(spellings.add(setting.propertyName())).as(setting.name()).isTrue();
            assertThat(spellings.add(setting.environmentName()))
                    .as(setting.name())
                    .isTrue();
        }
    }

    @Test
    void all_namesAndDocumentation_keepTheForm() {
        for (Setting<?> setting : Settings.all()) {
            assertThat(setting.name()).matches("[a-z0-9]+([.-][a-z0-9]+)*");
            assertThat(setting.documentation())
                    .endsWith(".")
                    .doesNotContain("|")
                    .isASCII();
            assertThat(setting.accepted()).isNotBlank();
            assertThat(setting.whenRejected()).isNotBlank();
        }
    }

    @Test
    void all_sections_followEachOtherInOrder() {
        assertThat(Settings.all()).extracting(Setting::section).isSorted();
    }

    @Test
    void names_ofOneSetting_areSpelledForEachPlace() {
        assertThat(Settings.REPORT_INTERVAL.propertyName()).isEqualTo("querytap.report.interval");
        assertThat(Settings.REPORT_INTERVAL.environmentName()).isEqualTo("QUERYTAP_REPORT_INTERVAL");
        assertThat(Settings.REPORT_INTERVAL.otelPropertyName()).isNull();
        assertThat(Settings.SLOW_QUERY.environmentName()).isEqualTo("QUERYTAP_SLOW_QUERY");
        assertThat(Settings.OTLP.endpoint.propertyName()).isEqualTo("querytap.otel.exporter.otlp.endpoint");
        assertThat(Settings.OTLP.endpoint.environmentName()).isEqualTo("QUERYTAP_OTEL_EXPORTER_OTLP_ENDPOINT");
        assertThat(Settings.OTLP.endpoint.otelPropertyName()).isEqualTo("otel.exporter.otlp.endpoint");
        assertThat(Settings.OTLP.endpoint.otelEnvironmentName()).isEqualTo("OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    @Test
    void named_withoutPrefix_findsTheSetting() {
        assertThat(Settings.named("patterns.max")).isSameAs(Settings.PATTERNS_MAX);
        assertThat(Settings.named("querytap.patterns.max")).isNull();
        assertThat(Settings.named("")).isNull();
    }
}
