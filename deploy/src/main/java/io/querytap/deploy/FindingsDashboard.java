package io.querytap.deploy;

import static io.querytap.deploy.Choices.JVMS;

/** What was found, how sure it is, and where. */
final class FindingsDashboard {
    private static final String KINDS = JVMS + ",querytap_finding_kind=~\"$kind\"";
    private static final String SURE = KINDS + ",querytap_finding_confidence=~\"probable|confirmed\"";

    private FindingsDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                        "findings",
                        "querytap-findings",
                        "Findings",
                        "What was found, how sure it is, what it costs, and the event of each with line of code and trace.")
                .from(Source.PROMETHEUS, Source.LOKI)
                .choices(
                        Choices.services(),
                        Choices.instances(),
                        Choices.kinds(),
                        Choices.serviceNames(/* isOne= */ false))
                .show(
                        stat(
                                "Confirmed",
                                "Proven, or so many that nothing else explains it.",
                                "querytap_finding_confidence=\"confirmed\""),
                        stat(
                                "Probable",
                                "A count, and nothing that was seen speaks against it.",
                                "querytap_finding_confidence=\"probable\""),
                        stat(
                                "Suspected",
                                "A count alone. Nobody should be woken by these.",
                                "querytap_finding_confidence=\"suspect\""),
                        stat(
                                "Severe",
                                "Of high severity, probable or confirmed.",
                                "querytap_finding_severity=\"high\",querytap_finding_confidence=~\"probable|confirmed\""),
                        stat(
                                "N+1",
                                "Probable or confirmed.",
                                "querytap_finding_kind=\"n_plus_one\",querytap_finding_confidence=~\"probable|confirmed\""),
                        stat(
                                "Leaks",
                                "Connections that are not given back.",
                                "querytap_finding_kind=\"connection_leak\""),
                        impact(),
                        occurrences())
                .part("What there is")
                .show(byKind(), overTime(), byConfidence(), impactByKind())
                .part("Events")
                .show(events(), help());
    }

    private static Panel stat(String title, String description, String selector) {
        return Panel.stat(title, description + " Of each service those of the JVM that has most.")
                .query(
                        "",
                        "sum(max by (job) (sum by (job, instance) (querytap_finding_count{" + KINDS + "," + selector
                                + "}))) or vector(0)")
                .decimals(0);
    }

    private static Panel impact() {
        return Panel.stat(
                        "Could be saved",
                        "Seconds since the start, where it was measured. Savings overlap and are no exact sum.")
                .query("", "sum(querytap_finding_impact_seconds{" + KINDS + "})")
                .unit("s");
    }

    private static Panel occurrences() {
        return Panel.stat("Seen", "How often, since the start.")
                .query("", "sum(querytap_finding_occurrences{" + KINDS + "})")
                .unit("short");
    }

    private static Panel byKind() {
        return Panel.table("By kind", "In the JVM that has most of a kind; time and occurrences in all of them.")
                .label("querytap_finding_kind", "Kind")
                .column("Findings", "short", byKindOfJvm(SURE) + " > 0")
                .column("Suspected", "short", byKindOfJvm(KINDS + ",querytap_finding_confidence=\"suspect\"") + " > 0")
                .column(
                        "Seen",
                        "short",
                        "sum by (querytap_finding_kind) (querytap_finding_occurrences{" + KINDS + "}) > 0")
                .column(
                        "Could be saved",
                        "s",
                        "sum by (querytap_finding_kind) (querytap_finding_impact_seconds{" + KINDS + "}) > 0")
                .sortedBy("Could be saved");
    }

    private static String byKindOfJvm(String selector) {
        return "max by (querytap_finding_kind) (sum by (job, instance, querytap_finding_kind) (querytap_finding_count{"
                + selector + "}))";
    }

    private static Panel overTime() {
        return Panel.timeSeries(
                        "Probable and confirmed", "A step up is something new: look into the events at that time.")
                .query(
                        "{{job}} {{querytap_finding_kind}}",
                        "max by (job, querytap_finding_kind) (sum by (job, instance, querytap_finding_kind) (querytap_finding_count{"
                                + SURE + "}))")
                .stacked();
    }

    private static Panel byConfidence() {
        return Panel.timeSeries("By confidence", "A finding that becomes surer moves from one line to another.")
                .query(
                        "{{querytap_finding_confidence}}",
                        "sum by (querytap_finding_confidence) (querytap_finding_count{" + KINDS + "})")
                .stacked();
    }

    private static Panel impactByKind() {
        return Panel.bars("Could be saved, by kind", "Seconds since the start, where it was measured.")
                .query(
                        "{{querytap_finding_kind}}",
                        "sort_desc(sum by (querytap_finding_kind) (querytap_finding_impact_seconds{" + KINDS
                                + "}) > 0)")
                .unit("s");
    }

    private static Panel events() {
        return Panel.events(
                        "Findings as they came",
                        "Raised, risen and retracted; open one for advice, line of code, evidence and the link to its trace.",
                        "{service_name=~\"$service_name\"} | querytap_finding_kind =~ \"$kind\"")
                .size(24, 14);
    }

    private static Panel help() {
        return Panel.text(
                        "",
                        "What each kind means, what counts and what to do is in `docs/findings.md`. Levels are of the moment: what is"
                                + " retracted leaves them, and no rate can be taken.")
                .size(24, 3);
    }
}
