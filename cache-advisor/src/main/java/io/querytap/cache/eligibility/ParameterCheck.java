package io.querytap.cache.eligibility;

import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.Setter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the parameters of an execution can be part of a key. */
public final class ParameterCheck {
    /** Words that PostgreSQL takes for a time that passes, where a date is wanted. */
    private static final String[] TIME_WORDS = {"now", "today", "tomorrow", "yesterday"};

    /** With spaces and a time of day; what is longer is another text. */
    private static final int MAX_TIME_WORD = 40;

    private ParameterCheck() {}

    /**
     * Why not; null if they can.
     *
     * @param parameters what was bound; null for a statement without parameters
     */
    public static @Nullable Refusal refusal(TextPlan plan, @Nullable ParameterLog parameters) {
        int count = plan.parameterCount();
        if (parameters == null) {
            return count == 0 ? null : Refusal.PARAMETER_MISSING;
        }
        if (parameters.isOpaque()) {
            return Refusal.PARAMETER_OPAQUE;
        }
        if (!parameters.isComplete(count)) {
            return Refusal.PARAMETER_MISSING;
        }
        if (plan.mayReadTimeWords()) {
            for (int i = 1; i <= count; i++) {
                if (isTimeWord(parameters, i)) {
                    return Refusal.PARAMETER_OPAQUE;
                }
            }
        }
        return null;
    }

    private static boolean isTimeWord(ParameterLog parameters, int index) {
        Setter setter = parameters.setter(index);
        if (setter != Setter.STRING
                && setter != Setter.N_STRING
                && setter != Setter.OBJECT
                && setter != Setter.TYPED_OBJECT) {
            return false;
        }
        Object value = parameters.value(index);
        return value instanceof String && isTimeWord((String) value);
    }

    private static boolean isTimeWord(String value) {
        if (value.length() > MAX_TIME_WORD) {
            return false;
        }
        int start = 0;
        while (start < value.length() && !Character.isLetter(value.charAt(start))) {
            start++;
        }
        for (String word : TIME_WORDS) {
            if (value.regionMatches(/* ignoreCase= */ true, start, word, 0, word.length())) {
                return true; // perhaps more, such as "nowhere", which only costs an answer
            }
        }
        return value.toLowerCase(Locale.ROOT).contains(" now");
    }
}
