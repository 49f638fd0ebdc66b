package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.work.KeyUse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the repeats of a statement in one unit came from, as far as was looked. Immutable. */
final class RepeatSites {
    /** Share of the looks that have to see the same place for it to be the one. */
    static final double ONE_PLACE = 0.8;

    private final @Nullable CallSite main;
    private final int looks;
    private final int mainLooks;
    private final boolean script;

    private RepeatSites(@Nullable CallSite main, int looks, int mainLooks, boolean script) {
        this.main = main;
        this.looks = looks;
        this.mainLooks = mainLooks;
        this.script = script;
    }

    static RepeatSites of(KeyUse key) {
        List<CallSite> all = key.sites();
        CallSite main = null;
        int most = 0;
        boolean script = false;
        for (CallSite candidate : all) {
            int same = 0;
            for (CallSite other : all) {
                if (Objects.equals(candidate.site(), other.site())) {
                    same++;
                }
            }
            if (same > most) {
                most = same;
                main = candidate;
            }
            script |= candidate.isScript();
        }
        return new RepeatSites(main, all.size(), most, script);
    }

    /** The place that most looks saw; null where nobody looked or no frame was the application's. */
    @Nullable
    CallSite main() {
        CallSite seen = main;
        return seen == null || seen.site() == null ? null : seen;
    }

    int looks() {
        return looks;
    }

    /** Share of the looks that saw {@link #main}; 0 where nobody looked. */
    double share() {
        return looks == 0 ? 0 : (double) mainLooks / looks;
    }

    /** Whether the looks contradict that it is one place. */
    boolean areSeveral() {
        return looks > 0 && mainLooks < ONE_PLACE * looks;
    }

    /** Whether it was a file of SQL that was run: its statements are what they are. */
    boolean isScript() {
        return script;
    }
}
