package io.querytap.scenarios.judge;

import io.querytap.scenarios.label.Confidence;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.run.LabelledMethod;
import java.time.Instant;
import java.util.ArrayList;
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

    Expected(LabelledMethod scenario, Finds label, MarkedLines lines) {
        this.scenario = scenario;
        this.label = label;
        callSite = callSite(scenario, label, lines);
    }

    private static String callSite(LabelledMethod scenario, Finds label, MarkedLines lines) {
        if (label.at().isEmpty()) {
            return "";
        }
        Class<?> type = label.in() == Object.class ? scenario.type() : label.in();
        String method = label.method().isEmpty() ? scenario.name() : label.method();
        return type.getName() + '.' + method + '(' + type.getSimpleName() + ".java:" + lines.of(type, label.at()) + ')';
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
     * @param ended when the scenario's work had ended
     */
    List<String> objectionsTo(Found found, Instant ended) {
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
        if (label.whileRunning() && !found.firstSeen().isBefore(ended)) {
            objections.add("it was told at " + found.firstSeen() + ", the work had ended at " + ended);
        }
        return objections;
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

    @Override
    public String toString() {
        String confidence = (label.unprovable() ? "" : "at least ") + lowerCase(label.confidence());
        return kind() + ", " + confidence + ", in " + scenario.scenario().unit().kind()
                + (callSite.isEmpty() ? "" : ", at " + callSite);
    }
}
