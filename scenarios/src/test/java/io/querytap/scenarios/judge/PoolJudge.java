package io.querytap.scenarios.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.scenarios.judge.Verdict.Count;
import io.querytap.scenarios.judge.Verdict.Outcome;
import io.querytap.scenarios.label.Blames;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Waiting;
import io.querytap.scenarios.run.LabelledMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares what a report says about waiting for a pool with what the application has measured, and with the labels. */
final class PoolJudge {
    /** Blame is conserved: this much of all waiting may be lost or invented, and so much for rounding. */
    private static final double CONSERVED_SHARE = 0.01;

    private static final double CONSERVED_SECONDS = 1e-4;

    /** What the application measures around the pool's own time: a share, and a little for each attempt, for threads lose the processor. */
    private static final double MEASURED_SHARE = 0.03;

    private static final double MEASURED_SECONDS_EACH = 2e-3;

    /** Whoever loses the processor on his way out of the pool gets it back within that; of a few attempts that is all. */
    private static final double MEASURED_SECONDS_ONCE = 0.03;

    /** The share where nobody gets a processor, on his way out of the pool either. */
    private static final double MEASURED_SHARE_STARVED = 0.15;

    /** Most that may be laid to holders in a pool that is never short; somebody may lose the processor at the wrong moment. */
    private static final double CALM_SECONDS = 0.1;

    /** More than this cannot be laid to standstills of the JVM where a scenario is not about them. */
    private static final double MOST_OF_MACHINE = 0.3;

    private final MarkedLines lines;

    PoolJudge(MarkedLines lines) {
        this.lines = lines;
    }

    void judge(LabelledMethod scenario, List<MeasuredPool> pools, List<Count> counts, List<String> told) {
        for (MeasuredPool pool : pools) {
            List<String> wrong = sums(scenario, pool);
            counts.add(new Count(Judge.POOL_SUMS, wrong.isEmpty() ? Outcome.RIGHT : Outcome.MISSED));
            wrong.forEach(line -> told.add("pool " + pool.name() + "  " + line));
            if (!pool.isCalm()) {
                for (Blames label : scenario.blames()) {
                    judgeBlame(scenario, label, pool, counts, told);
                }
            }
        }
    }

    private static List<String> sums(LabelledMethod scenario, MeasuredPool pool) {
        JsonNode report = pool.report();
        if (report.isMissingNode()) {
            return List.of("is not in the report");
        }
        List<String> wrong = new ArrayList<>();
        long granted = report.path("wait").path("count").asLong(-1);
        long refused =
                report.path("timeouts").asLong() + report.path("failures").asLong();
        if (granted != pool.granted()) {
            wrong.add("says " + granted + " connections were given, but " + pool.granted() + " were");
        }
        if (refused != pool.refused()) {
            wrong.add("says " + refused + " attempts failed, but " + pool.refused() + " did");
        }
        double waited = waited(report);
        boolean starved = scenario.scenario().group() == Group.POOL_STARVED;
        double bound = (starved ? MEASURED_SHARE_STARVED : MEASURED_SHARE) * pool.seconds()
                + MEASURED_SECONDS_EACH * pool.attempts()
                + MEASURED_SECONDS_ONCE;
        if (Math.abs(waited - pool.seconds()) > bound) {
            wrong.add(String.format(
                    Locale.ROOT,
                    "says %.4f s were waited, the application has measured %.4f s",
                    waited,
                    pool.seconds()));
        }
        double blamed = 0;
        double blamedToHolders = 0;
        for (JsonNode share : report.path("blame")) {
            double seconds = share.path("seconds").asDouble();
            blamed += seconds;
            blamedToHolders += isHolder(share) ? seconds : 0;
        }
        if (Math.abs(blamed - waited) > CONSERVED_SHARE * waited + CONSERVED_SECONDS) {
            wrong.add(String.format(Locale.ROOT, "lays %.4f s to somebody, but %.4f s were waited", blamed, waited));
        }
        if (pool.isCalm() && blamedToHolders > CALM_SECONDS) {
            wrong.add(String.format(Locale.ROOT, "lays %.4f s to holders, but nobody was short", blamedToHolders));
        }
        return wrong;
    }

    /** A program that is not about standstills may be stopped by the machine all the same; labels speak of the rest. */
    private static boolean isOfMachine(JsonNode share) {
        return share.path("state").asText().equals(Waiting.JVM_STALLED);
    }

    /** All of it: successful, timed out, failed otherwise. */
    private static double waited(JsonNode report) {
        return report.path("wait").path("sum").asDouble()
                + report.path("timedOutWait").path("sum").asDouble()
                + report.path("failedSeconds").asDouble();
    }

    private static boolean isHolder(JsonNode share) {
        return share.hasNonNull("site") || share.hasNonNull("unit");
    }

    private void judgeBlame(
            LabelledMethod scenario, Blames label, MeasuredPool pool, List<Count> counts, List<String> told) {
        String site = site(scenario, label);
        List<String> states = List.of(label.state());
        double all = 0;
        double ofMachine = 0;
        double right = 0;
        for (JsonNode share : pool.report().path("blame")) {
            double seconds = share.path("seconds").asDouble();
            if (isOfMachine(share) && !states.contains(Waiting.JVM_STALLED)) {
                ofMachine += seconds;
                continue;
            }
            all += seconds;
            if ((site.isEmpty() || site.equals(share.path("site").asText()))
                    && (states.isEmpty() || states.contains(share.path("state").asText()))) {
                right += seconds;
            }
        }
        double share = all == 0 ? 0 : right / all;
        boolean isRight =
                share >= label.atLeast() && share <= label.atMost() && ofMachine <= MOST_OF_MACHINE * (all + ofMachine);
        counts.add(new Count(Judge.BLAME, isRight ? Outcome.RIGHT : Outcome.MISSED));
        if (!isRight) {
            told.add(String.format(
                    Locale.ROOT,
                    "blame        %s%s has %.3f of all waiting instead of %.2f to %.2f; it is %s",
                    site,
                    states.isEmpty() ? "" : " " + states,
                    share,
                    label.atLeast(),
                    label.atMost(),
                    pool.report().path("blame")));
        }
    }

    private String site(LabelledMethod scenario, Blames label) {
        if (label.at().isEmpty()) {
            return "";
        }
        Class<?> type = label.in() == Object.class ? scenario.type() : label.in();
        return lines.site(type, label.method(), label.at());
    }
}
