package io.querytap.deploy;

import static io.querytap.deploy.Choices.BY_PATTERN;
import static io.querytap.deploy.Choices.BY_POOL;
import static io.querytap.deploy.Choices.JVMS;
import static io.querytap.deploy.Choices.OURS;
import static io.querytap.deploy.Choices.STATEMENTS;
import static io.querytap.deploy.Choices.increase;
import static io.querytap.deploy.Choices.linkTo;
import static io.querytap.deploy.Choices.quantile;
import static io.querytap.deploy.Choices.rate;

/** All at a glance, and where to look further. */
final class OverviewDashboard {
    private static final String OPERATIONS = "db_client_operation_duration_seconds";
    private static final String FAILURES = STATEMENTS + ",error_type!=\"\"";

    /** The costliest patterns; all columns are of these. */
    private static final int PATTERNS_SHOWN = 30;

    private static final String COSTLIEST =
            "topk(" + PATTERNS_SHOWN + ", " + increase(BY_PATTERN, OPERATIONS + "_sum", STATEMENTS) + ")";

    private OverviewDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                        "overview",
                        "querytap-overview",
                        "Overview",
                        "What applications do to their databases: traffic, failures, durations, and what stands out.")
                .from(Source.PROMETHEUS)
                .choices(Choices.services(), Choices.instances(), Choices.databases())
                .show(executions(), failed(), slow(), p99(), concurrency(), busiestPool(), findings(), hitRatio())
                .part("Patterns")
                .show(patterns(), timeByPattern())
                .part("Traffic")
                .show(traffic(), failures(), durations(), heatMap())
                .part("Pools and transactions")
                .show(pools(), waits(), transactions(), transactionDurations())
                .part("Findings, cache and the agent itself")
                .show(findingsByKind(), cache(), agent());
    }

    private static Panel executions() {
        return Panel.stat("Executions per second", "Of the application's statements; a batch is one.")
                .query("", rate("", OPERATIONS + "_count", STATEMENTS))
                .unit("ops");
    }

    private static Panel failed() {
        return Panel.stat("Failed", "Share of the executions that ended in an exception.")
                .query("", shareOfFailures("", STATEMENTS, FAILURES))
                .unit("percentunit")
                .worseFrom(0.001, 0.01);
    }

    private static String shareOfFailures(String by, String all, String failures) {
        String count = OPERATIONS + "_count";
        return "(" + rate(by, count, failures) + " or 0 * " + rate(by, count, all) + ") / " + rate(by, count, all);
    }

    private static Panel slow() {
        return Panel.stat(
                        "Slower than 0.5 s",
                        "Share of the executions; half a second is the default of querytap.slow-query.")
                .query(
                        "",
                        "clamp_min(1 - " + rate("", OPERATIONS + "_bucket", STATEMENTS + ",le=\"0.5\"") + " / "
                                + rate("", OPERATIONS + "_count", STATEMENTS) + ", 0)")
                .unit("percentunit")
                .worseFrom(0.01, 0.1);
    }

    private static Panel p99() {
        return Panel.stat("p99", "One execution in a hundred takes longer.")
                .query("", quantile(0.99, "by (le)", OPERATIONS, STATEMENTS))
                .unit("s")
                .worseFrom(0.1, 0.5);
    }

    private static Panel concurrency() {
        return Panel.stat("At once", "Statements under way on average: seconds in the database per second.")
                .query("", rate("", OPERATIONS + "_sum", STATEMENTS))
                .decimals(2);
    }

    private static Panel busiestPool() {
        return Panel.stat("Busiest pool", "Share of its connections that are in use.")
                .query("", "max(" + use(BY_POOL) + ")")
                .unit("percentunit")
                .worseFrom(0.7, 0.9)
                .link("Pools", linkTo("querytap-pools"));
    }

    private static String use(String by) {
        return "sum " + by + " (db_client_connection_count{" + OURS + ",db_client_connection_state=\"used\"}) / (sum "
                + by + " (db_client_connection_max{" + OURS + "}) > 0)";
    }

    private static Panel findings() {
        return Panel.stat("Findings", "Probable and confirmed ones; of each service those of the JVM that has most.")
                .query("", "sum(" + known("by (job)", "by (job, instance)") + ")")
                .worseFrom(1, 10)
                .link("Findings", linkTo("querytap-findings"));
    }

    private static String known(String by, String ofJvm) {
        return "max " + by + " (sum " + ofJvm + " (querytap_finding_count{" + JVMS
                + ",querytap_finding_confidence=~\"probable|confirmed\"}))";
    }

    private static Panel hitRatio() {
        return Panel.stat(
                        "Cache hits",
                        "Share of what the result cache was asked for and answered. Empty where there is none.")
                .query(
                        "",
                        rate("", "querytap_cache_requests_total", JVMS + ",querytap_cache_outcome!=\"miss\"") + " / "
                                + rate("", "querytap_cache_requests_total", JVMS))
                .unit("percentunit")
                .betterFrom(0.5, 0.7)
                .link("Cache", linkTo("querytap-cache"));
    }

    private static Panel patterns() {
        String ofThese = " and on (job, querytap_pattern_id, db_query_summary) " + COSTLIEST;
        String sum = increase(BY_PATTERN, OPERATIONS + "_sum", STATEMENTS);
        String count = increase(BY_PATTERN, OPERATIONS + "_count", STATEMENTS);
        return Panel.table(
                        "Patterns by time",
                        "The " + PATTERNS_SHOWN
                                + " patterns on which the time range was spent. A click opens the pattern.")
                .label("db_query_summary", "Statement")
                .label("querytap_pattern_id", "Pattern")
                .label("job", "Service")
                .column("Time", "s", COSTLIEST)
                .column(
                        "Share",
                        "percentunit",
                        "(" + sum + " / scalar(" + increase("", OPERATIONS + "_sum", STATEMENTS) + "))" + ofThese)
                .column("Executions", "short", count + ofThese)
                .column("Mean", "s", "(" + sum + " / (" + count + " > 0))" + ofThese)
                .column(
                        "p99",
                        "s",
                        "histogram_quantile(0.99, sum by (le, job, querytap_pattern_id, db_query_summary) (increase("
                                + OPERATIONS + "_bucket{" + STATEMENTS + "}[$__range])))" + ofThese)
                .column("Failures", "short", increase(BY_PATTERN, OPERATIONS + "_count", FAILURES) + ofThese)
                .column(
                        "Rows",
                        "short",
                        "(" + increase(BY_PATTERN, "db_client_response_returned_rows_sum", STATEMENTS) + " / ("
                                + increase(BY_PATTERN, "db_client_response_returned_rows_count", STATEMENTS)
                                + " > 0))" + ofThese)
                .linkOn(
                        "Pattern",
                        "Open this pattern",
                        "/d/querytap-pattern?${__url_time_range}&var-service=${__data.fields.Service}&var-pattern=${__data.fields.Pattern}")
                .sortedBy("Time")
                .size(16, 12);
    }

    private static Panel timeByPattern() {
        return Panel.timeSeries(
                        "Time by pattern",
                        "Seconds in the database per second, of the costliest patterns of each moment.")
                .query(
                        "{{db_query_summary}} {{querytap_pattern_id}}",
                        "topk(8, " + rate(BY_PATTERN, OPERATIONS + "_sum", STATEMENTS) + ")")
                .unit("s")
                .stacked()
                .size(8, 12);
    }

    private static Panel traffic() {
        return Panel.timeSeries("Executions", "Per second, by database.")
                .query(
                        "{{db_system_name}} {{db_namespace}}",
                        rate("by (db_system_name, db_namespace)", OPERATIONS + "_count", STATEMENTS))
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
                .queryWithTraces("p99", quantile(0.99, "by (le)", OPERATIONS, STATEMENTS))
                .query("p95", quantile(0.95, "by (le)", OPERATIONS, STATEMENTS))
                .query("p50", quantile(0.5, "by (le)", OPERATIONS, STATEMENTS))
                .unit("s");
    }

    private static Panel heatMap() {
        return Panel.heatMap(
                        "Durations, all of them", "Executions by duration.", Choices.buckets(OPERATIONS, STATEMENTS))
                .unit("s");
    }

    private static Panel pools() {
        return Panel.timeSeries("Pools: share in use", "Of the connections that the pool may have.")
                .query("{{db_client_connection_pool_name}} {{instance}}", use(BY_POOL))
                .unit("percentunit")
                .max(1)
                .limit(0.9)
                .link("Pools", linkTo("querytap-pools"));
    }

    private static Panel waits() {
        return Panel.timeSeries("Pools: p99 of waiting", "For a connection that was obtained in the end.")
                .query(
                        "{{db_client_connection_pool_name}}",
                        quantile(
                                0.99,
                                "by (le, db_client_connection_pool_name)",
                                "db_client_connection_wait_time_seconds",
                                OURS))
                .unit("s");
    }

    private static Panel transactions() {
        return Panel.timeSeries("Transactions", "Per second, by outcome.")
                .query(
                        "{{querytap_transaction_outcome}}",
                        rate("by (querytap_transaction_outcome)", "querytap_transaction_count_total", JVMS))
                .unit("ops");
    }

    private static Panel transactionDurations() {
        return Panel.timeSeries(
                        "Durations of transactions", "From the first statement to the end of commit or rollback.")
                .query("p99", quantile(0.99, "by (le)", "querytap_transaction_duration_seconds", JVMS))
                .query("p50", quantile(0.5, "by (le)", "querytap_transaction_duration_seconds", JVMS))
                .unit("s");
    }

    private static Panel findingsByKind() {
        return Panel.bars("Findings by kind", "Probable and confirmed ones.")
                .query(
                        "{{querytap_finding_kind}}",
                        "sort_desc(" + known("by (querytap_finding_kind)", "by (job, instance, querytap_finding_kind)")
                                + " > 0)")
                .link("Findings", linkTo("querytap-findings"))
                .size(8, 8);
    }

    private static Panel cache() {
        return Panel.timeSeries("Result cache", "Look-ups per second by outcome. Empty where there are no rules.")
                .query(
                        "{{querytap_cache_outcome}}",
                        rate("by (querytap_cache_outcome)", "querytap_cache_requests_total", JVMS))
                .unit("ops")
                .stacked()
                .link("Cache", linkTo("querytap-cache"))
                .size(8, 8);
    }

    private static Panel agent() {
        return Panel.timeSeries(
                        "The agent itself",
                        "Errors of its own and dropped recordings, and units of work without traces. Should be nothing.")
                .query("errors", "sum(increase(querytap_self_errors_total{" + JVMS + "}[$__rate_interval]))")
                .query("units dropped", "sum(increase(querytap_units_dropped_total{" + JVMS + "}[$__rate_interval]))")
                .size(8, 8);
    }
}
