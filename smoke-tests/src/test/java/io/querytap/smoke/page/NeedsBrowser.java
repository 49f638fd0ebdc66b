package io.querytap.smoke.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that are skipped where there is no {@link Chromium}, before anything of theirs is started. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBrowser.Condition.class)
@interface NeedsBrowser {

    /** Skips, or throws where a browser is required. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Chromium.installed()
                    .map(found -> ConditionEvaluationResult.enabled(found.toString()))
                    .orElseGet(() -> {
                        Chromium.requireUnlessOptional();
                        return ConditionEvaluationResult.disabled(Chromium.MISSING);
                    });
        }
    }
}
