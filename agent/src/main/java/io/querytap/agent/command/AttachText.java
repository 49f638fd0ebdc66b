package io.querytap.agent.command;

/** How to attach, for someone who has just run the jar to see what it is. */
final class AttachText {
    static final String TEXT = String.join(
            "\n",
            "Querytap shows what a Java application does to its database. Attach it, without changing the application:",
            "",
            "  java -javaagent:querytap-agent.jar=report=querytap -jar your-application.jar",
            "",
            "When the application ends, a summary is on standard error, and querytap.html and querytap.json hold the rest:",
            "each query pattern with its latency distribution, rows and errors, and how long the application waited for",
            "its connections.",
            "",
            "Where the command line cannot be changed:",
            "",
            "  export JAVA_TOOL_OPTIONS=-javaagent:/path/to/querytap-agent.jar=report=querytap",
            "",
            "To send metrics and traces to an OTLP receiver:",
            "",
            "  export OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318",
            "",
            "Further settings go behind the first one, name=value,name=value, or are system properties querytap.<name> or",
            "environment variables QUERYTAP_<NAME>.",
            "",
            "  java -jar querytap-agent.jar config     all settings, with defaults",
            "  java -jar querytap-agent.jar report     renders a recorded report as a page, or compares two",
            "  java -jar querytap-agent.jar sql        what the agent makes of SQL texts, without a database",
            "  java -jar querytap-agent.jar telemetry  all metrics that are exported",
            "  java -jar querytap-agent.jar version    versions of the agent and of what is in it",
            "  java -jar querytap-agent.jar --help     all commands",
            "");

    private AttachText() {}
}
