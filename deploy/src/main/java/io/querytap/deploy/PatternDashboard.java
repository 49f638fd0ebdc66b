package io.querytap.deploy;

import static io.querytap.deploy.Choices.PATTERN;
import static io.querytap.deploy.Choices.STATEMENTS;
import static io.querytap.deploy.Choices.increase;
import static io.querytap.deploy.Choices.quantile;
import static io.querytap.deploy.Choices.rate;

/** One query pattern: rate, errors, durations, rows, and the traces in which it was seen. */
final class PatternDashboard {
    private static final String OPERATIONS = "db_client_operation_duration_seconds";
    private static final String FETCHES = "querytap_fetch_duration_seconds";
    private static final String ROWS = "db_client_response_returned_rows";
    private static final String BATCHES = "querytap_batch_size";
    private static final String FAILURES = PATTERN + ",error_type!=\"\"";

    private PatternDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                        "query-pattern",
                        "querytap-pattern",
                        "Query pattern",
                        "One pattern: its rate, errors and durations, what it returns, and its traces.")
                .from(Source.PROMETHEUS, Source.JAEGER, Source.LOKI)
                .choices(
                        Choices.services(),
                        Choices.instances(),
                        Choices.databases(),
                        Choices.pattern(),
                        Choices.serviceNames(/* isOne= */ true))
                .show(executions(), share(), median(), p99(), failed(), rows(), batch(), fetch())
                .part("Rate, errors, durations")
                .show(traffic(), failures(), durations(), heatMap())
                .part("What comes back")
                .show(fetches(), fetchHeatMap(), returnedRows(), batchSizes())
                .part("Where it was seen")
                .show(traces(), events(), help());
    }

    private static Panel executions() {
        return Panel.stat("Executions per second", "A batch is one.")
                .query("", rate("", OPERATIONS + "_count", PATTERN))
                .unit("ops");
    }

    private static Panel share() {
        return Panel.stat("Share of the time", "Of what all statements of the service took in the time range.")
                .query(
                        "",
                        increase("", OPERATIONS + "_sum", PATTERN) + " / "
                                + increase("", OPERATIONS + "_sum", STATEMENTS))
                .unit("percentunit");
    }

    private static Panel median() {
        return Panel.stat("p50", "Half of the executions take longer.")
                .query("", quantile(0.5, "by (le)", OPERATIONS, PATTERN))
                .unit("s");
    }

    private static Panel p99() {
        return Panel.stat("p99", "One execution in a hundred takes longer.")
                .query("", quantile(0.99, "by (le)", OPERATIONS, PATTERN))
                .unit("s")
                .worseFrom(0.1, 0.5);
    }

    private static Panel failed() {
        String all = rate("", OPERATIONS + "_count", PATTERN);
        return Panel.stat("Failed", "Share of the executions that ended in an exception.")
                .query("", "(" + rate("", OPERATIONS + "_count", FAILURES) + " or 0 * " + all + ") / " + all)
                .unit("percentunit")
                .worseFrom(0.001, 0.01);
    }

    private static Panel rows() {
        return Panel.stat("Rows per result", "On average in the time range. Empty for what returns none.")
                .query("", mean(ROWS))
                .decimals(1);
    }

    private static Panel batch() {
        return Panel.stat("Batch size", "On average in the time range. Empty where nothing is batched.")
                .query("", mean(BATCHES))
                .decimals(1);
    }

    private static Panel fetch() {
        return Panel.stat(
                        "Reading, on average",
                        "From the end of the execution to the last row read, the application's own work between rows included.")
                .query("", mean(FETCHES))
                .unit("s");
    }

    private static String mean(String histogram) {
        return increase("", histogram + "_sum", PATTERN) + " / (" + increase("", histogram + "_count", PATTERN)
                + " > 0)";
    }

    private static Panel traffic() {
        return Panel.timeSeries("Executions", "Per second, by JVM.")
                .query("{{instance}}", rate("by (instance)", OPERATIONS + "_count", PATTERN))
                .unit("ops");
    }

    private static Panel failures() {
        return Panel.timeSeries(
                        "Failures by type",
                        "Per second, by the database's status code or the class of the exception. No failures, no line.")
                .queryWithTraces("{{error_type}}", rate("by (error_type)", OPERATIONS + "_count", FAILURES))
                .unit("ops");
    }

    private static Panel durations() {
        return Panel.timeSeries("Durations", "Points are single executions whose trace is known: a click shows it.")
                .queryWithTraces("p99", quantile(0.99, "by (le)", OPERATIONS, PATTERN))
                .query("p95", quantile(0.95, "by (le)", OPERATIONS, PATTERN))
                .query("p50", quantile(0.5, "by (le)", OPERATIONS, PATTERN))
                .query(
                        "mean",
                        rate("", OPERATIONS + "_sum", PATTERN) + " / (" + rate("", OPERATIONS + "_count", PATTERN)
                                + " > 0)")
                .unit("s");
    }

    private static Panel heatMap() {
        return Panel.heatMap("Durations, all of them", "Executions by duration.", Choices.buckets(OPERATIONS, PATTERN))
                .unit("s");
    }

    private static Panel fetches() {
        return Panel.timeSeries("Reading the result", "From the end of the execution to the last row read.")
                .query("p99", quantile(0.99, "by (le)", FETCHES, PATTERN))
                .query("p50", quantile(0.5, "by (le)", FETCHES, PATTERN))
                .unit("s");
    }

    private static Panel fetchHeatMap() {
        return Panel.heatMap(
                        "Reading, all of it",
                        "Results by the time that reading them took.",
                        Choices.buckets(FETCHES, PATTERN))
                .unit("s");
    }

    private static Panel returnedRows() {
        return Panel.heatMap("Rows", "Results by the rows that were read.", Choices.buckets(ROWS, PATTERN));
    }

    private static Panel batchSizes() {
        return Panel.heatMap(
                "Batches", "Batches by size. Empty where nothing is batched.", Choices.buckets(BATCHES, PATTERN));
    }

    private static Panel traces() {
        return Panel.traces(
                        "Traces",
                        "Of units of work with a finding, an error, a slow query or a long wait; all, where querytap.traces says so. Of one service.",
                        "$service_name",
                        "querytap.pattern.id=$pattern")
                .size(12, 10);
    }

    private static Panel events() {
        return Panel.events(
                        "What was found",
                        "Findings about this pattern, with line of code and advice in the details.",
                        "{service_name=~\"$service_name\"} | querytap_pattern_id = \"$pattern\"")
                .size(12, 10);
    }

    private static Panel help() {
        return Panel.text(
                        "",
                        "Metrics carry the summary of a statement and not its text. The text, with `?` for each literal, is in the spans"
                                + " (`db.query.text`), in the findings and in the report. The id is the same everywhere.")
                .size(24, 3);
    }
}
