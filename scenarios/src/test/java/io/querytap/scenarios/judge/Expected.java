package io.querytap.scenarios.judge;

import io.querytap.scenarios.label.Confidence;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.run.LabelledMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A finding that must be there. */
final class Expected {
    /** Those that are found in one unit of work, and name it. */
    private static final Set<String> OF_A_UNIT = Set.of(Kind.N_PLUS_ONE, Kind.WRITE_LOOP, Kind.REDUNDANT_QUERY);

    /** What the servlets of the scenarios are named and mapped to. */
    private static final String SERVLET = "orders";

    private final LabelledMethod scenario;
    private final Finds label;
    private final String callSite;
    private final List<String> named;

    Expected(LabelledMethod scenario, Finds label, MarkedLines lines) {
        this.scenario = scenario;
        this.label = label;
        callSite = callSite(scenario, label, lines);
        named = named(scenario, label, lines);
    }

    private static String callSite(LabelledMethod scenario, Finds label, MarkedLines lines) {
        if (label.at().isEmpty()) {
            return "";
        }
        Class<?> type = label.in() == Object.class ? scenario.type() : label.in();
        String method = label.method().isEmpty() ? scenario.name() : label.method();
        return lines.site(type, method, label.at());
    }

    private static List<String> named(LabelledMethod scenario, Finds label, MarkedLines lines) {
        return Arrays.stream(label.names())
                .map(name -> name.split(": ", 2))
                .map(name -> lines.site(scenario.type(), name[0], name[1]))
                .toList();
    }

    String kind() {
        return label.value();
    }

    /** Whether it counts in the table of confirmed ones. */
    boolean isProven() {
        return label.confidence() == Confidence.CONFIRMED;
    }

    /**
     * What is wrong with a finding of this kind; nothing if it is the one that is expected.
     *
     * @param times when the scenario's work had ended, and when its first attempt to get a connection had failed
     */
    List<String> objectionsTo(Found found, Times times) {
        List<String> objections = new ArrayList<>();
        if (found.confidence().compareTo(label.confidence()) < 0) {
            objections.add("it is only " + lowerCase(found.confidence()));
        }
        if (label.unprovable() && found.confidence() != label.confidence()) {
            objections.add("nothing proves it, but it is " + lowerCase(found.confidence()));
        }
        if (!callSite.isEmpty() && !callSite.equals(found.callSite())) {
            objections.add("its call site is " + found.callSite());
        }
        if (OF_A_UNIT.contains(kind())) {
            addUnit(found, objections);
        }
        if (label.whileRunning() && !found.firstSeen().isBefore(times.ended())) {
            objections.add("it was told at " + found.firstSeen() + ", the work had ended at " + times.ended());
        }
        addPool(found, times, objections);
        return objections;
    }

    private void addPool(Found found, Times times, List<String> objections) {
        if (label.cause().length > 0 && !List.of(label.cause()).contains(found.cause())) {
            objections.add("its cause is " + found.cause() + " instead of " + String.join(" or ", label.cause()));
        }
        for (String site : named) {
            if (!found.mentions(site)) {
                objections.add("it does not name " + site);
            }
        }
        if (label.deadlock() != found.isDeadlock()) {
            objections.add(label.deadlock() ? "it does not tell of the deadlock" : "it tells of a deadlock");
        }
        if (label.beforeFirstFailure() && !found.firstSeen().isBefore(times.firstFailure())) {
            objections.add("it was told at " + found.firstSeen() + ", the first gave up at " + times.firstFailure());
        }
    }

    private void addUnit(Found found, List<String> objections) {
        Unit unit = scenario.scenario().unit();
        if (!unit.kind().equals(found.unitKind())) {
            objections.add("its unit is of kind " + found.unitKind());
        }
        String name = unit == Unit.ENTRY ? scenario.name() : unit == Unit.SERVLET ? SERVLET : "";
        if (!found.unitName().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
            objections.add("its unit is named " + found.unitName());
        }
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** @param firstFailure the end of time where nothing failed */
    record Times(Instant ended, Instant firstFailure) {}

    @Override
    public String toString() {
        String confidence = (label.unprovable() ? "" : "at least ") + lowerCase(label.confidence());
        return kind() + ", " + confidence + ", in " + scenario.scenario().unit().kind()
                + (label.cause().length == 0 ? "" : ", because of " + String.join(" or ", label.cause()))
                + (callSite.isEmpty() ? "" : ", at " + callSite);
    }
}
