package io.querytap.cache.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.schema.Snapshots;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.Setter;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterCheckTest {
    private static final RuleSet RULES = new RuleSet(
            1, List.of(CacheRule.named("items").tables(Set.of("item")).build()), Map.of());

    private final ParameterLog parameters = new ParameterLog();

    private static TextPlan plan(Dialect dialect) {
        Planner planner = new Planner(dialect);
        planner.use(RULES, Snapshots.shop());
        return planner.plan("SELECT * FROM item WHERE a = ? AND b = ?", SqlModes.UNKNOWN);
    }

    @Test
    void refusal_allBound_isNone() {
        parameters.set(1, Setter.INT, 1);
        parameters.set(2, Setter.STRING, "x");

        assertThat(ParameterCheck.refusal(plan(Dialect.POSTGRESQL), parameters)).isNull();
    }

    @Test
    void refusal_32NotAllBound_isMissing() {
        parameters.set(2, Setter.STRING, "x");
        assertThat(ParameterCheck.refusal(plan(Dialect.POSTGRESQL), parameters)).isEqualTo(Refusal.PARAMETER_MISSING);
        assertThat(ParameterCheck.refusal(plan(Dialect.POSTGRESQL), null)).isEqualTo(Refusal.PARAMETER_MISSING);

        parameters.set(1, Setter.INT, 1);
        parameters.set(3, Setter.INT, 1);
        assertThat(ParameterCheck.refusal(plan(Dialect.POSTGRESQL), parameters)).isEqualTo(Refusal.PARAMETER_MISSING);
    }

    @Test
    void refusal_28Stream_isOpaque() {
        parameters.set(1, Setter.OBJECT, new ByteArrayInputStream(new byte[1]));
        parameters.set(2, Setter.STRING, "x");

        assertThat(ParameterCheck.refusal(plan(Dialect.POSTGRESQL), parameters)).isEqualTo(Refusal.PARAMETER_OPAQUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "NOW", " today", "tomorrow", "yesterday 12:00", "2020-01-01 now"})
    void refusal_7TimeThatPasses_isOpaqueInPostgresql(String value) {
        parameters.set(1, Setter.INT, 1);
        parameters.set(2, Setter.STRING, value);

        assertThat(ParameterCheck.refusal(plan(Dialect.POSTGRESQL), parameters)).isEqualTo(Refusal.PARAMETER_OPAQUE);
        assertThat(ParameterCheck.refusal(plan(Dialect.MYSQL), parameters)).isNull();
    }
}
