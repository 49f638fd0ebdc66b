package io.querytap.core.settings;

/** The chapters of the reference page, in reading order. */
public enum Section {
    AGENT("The agent", "Whether it works at all, and where its settings come from."),
    REPORT("Report and summary", "What is left behind for people to read."),
    CONSOLE("Console", "The same as a live page; see [console.md](console.md)."),
    RECORDING("Recording", "What is kept, and what counts as slow."),
    FINDINGS("Findings", "What is looked for, and what counts as found; see [findings.md](findings.md)."),
    CACHE(
            "Cache",
            "Answers of statements that you allow, without the database; off unless there are rules. See [caching.md](caching.md)."),
    TELEMETRY(
            "Telemetry",
            "Metrics, traces and log events over OTLP, http/protobuf. A signal is sent exactly when an endpoint is configured for it, or when"
                    + " its exporter is explicitly `otlp`; the endpoint is then " + Settings.DEFAULT_OTLP_ENDPOINT
                    + " unless configured. Each of the `otel` settings is also read by its usual name, so that an application that"
                    + " is set up for OpenTelemetry needs nothing more; the name with `querytap.` in front counts for this agent"
                    + " alone and wins, for the case that another agent reads the same variable.");

    private final String title;
    private final String introduction;

    Section(String title, String introduction) {
        this.title = title;
        this.introduction = introduction;
    }

    public String title() {
        return title;
    }

    public String introduction() {
        return introduction;
    }
}
