package io.querytap.cache.session;

import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** What a look came to: an answer, or a live execution with something to do at its end. Immutable. */
final class Reading {
    private final @Nullable ResultSet answer;
    private final @Nullable Fill fill;

    private Reading(@Nullable ResultSet answer, @Nullable Fill fill) {
        this.answer = answer;
        this.fill = fill;
    }

    static Reading answered(ResultSet answer) {
        return new Reading(answer, null);
    }

    static Reading live(Fill fill) {
        return new Reading(null, fill);
    }

    @Nullable
    ResultSet answer() {
        return answer;
    }

    @Nullable
    Fill fill() {
        return fill;
    }
}
