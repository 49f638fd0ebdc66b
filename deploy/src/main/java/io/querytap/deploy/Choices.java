package io.querytap.deploy;

/** The variables that dashboards share, and the selectors that go with them. */
final class Choices {
    /** The services and JVMs that were chosen. */
    static final String JVMS = "job=~\"$service\",instance=~\"$instance\"";

    /**
     * Metrics that another agent may send under the same name. Where Prometheus was not told to keep the scope the label is missing, and
     * the first alternative, nothing at all, matches.
     */
    static final String OURS = "otel_scope_name=~\"|io[.]querytap\"," + JVMS;

    /** Executions of the application's statements: commits and rollbacks have no pattern. */
    static final String STATEMENTS = JVMS + ",db_namespace=~\"$database\",querytap_pattern_id!=\"\"";

    /** The pattern that was chosen. */
    static final String PATTERN = JVMS + ",db_namespace=~\"$database\",querytap_pattern_id=\"$pattern\"";

    /** The pools that were chosen. */
    static final String POOLS = OURS + ",db_client_connection_pool_name=~\"$pool\"";

    /** The rules that were chosen. */
    static final String RULES = JVMS + ",querytap_cache_rule=~\"$rule\"";

    static final String BY_PATTERN = "by (job, querytap_pattern_id, db_query_summary)";
    static final String BY_POOL = "by (job, instance, db_client_connection_pool_name)";

    private static final String ANY = ".*";
    private static final String ANY_BUT_NONE = ".+";

    /** Sent by each JVM with the agent, whatever it does. */
    private static final String ALWAYS_SENT = "querytap_self_errors_total";

    private Choices() {}

    static Variable services() {
        return Variable.ofLabel("service", "Service", ALWAYS_SENT, "job").several(ANY_BUT_NONE);
    }

    static Variable instances() {
        return Variable.ofLabel("instance", "Instance", ALWAYS_SENT + "{job=~\"$service\"}", "instance")
                .several(ANY_BUT_NONE);
    }

    /**
     * The services as Jaeger and Loki call them. Prometheus puts the service's namespace in front.
     *
     * @param isOne whether only the first of them is wanted: Jaeger is asked for one service
     */
    static Variable serviceNames(boolean isOne) {
        Variable names = Variable.ofLabel("service_name", "", ALWAYS_SENT + "{job=~\"$service\"}", "job")
                .taking("/([^\\/]+)$/")
                .hidden();
        return isOne ? names : names.several(/* allMatches= */ null);
    }

    static Variable databases() {
        return Variable.ofLabel(
                        "database",
                        "Database",
                        "db_client_operation_duration_seconds_count{" + JVMS + ",querytap_pattern_id!=\"\"}",
                        "db_namespace")
                .several(ANY);
    }

    static Variable pattern() {
        String named = "label_join(sum " + BY_PATTERN + " (db_client_operation_duration_seconds_count{" + STATEMENTS
                + "}), \"text\", \" \", \"db_query_summary\", \"querytap_pattern_id\")";
        return Variable.ofResult(
                "pattern", "Pattern", named, "/querytap_pattern_id=\"(?<value>[^\"]+)\", text=\" ?(?<text>[^\"]+)\"/");
    }

    static Variable pools() {
        return Variable.ofLabel(
                        "pool", "Pool", "db_client_connection_max{" + OURS + "}", "db_client_connection_pool_name")
                .several(ANY_BUT_NONE);
    }

    static Variable kinds() {
        return Variable.ofLabel("kind", "Kind", "querytap_finding_count{" + JVMS + "}", "querytap_finding_kind")
                .several(ANY_BUT_NONE);
    }

    static Variable rules() {
        return Variable.ofLabel("rule", "Rule", "querytap_cache_fills_total{" + JVMS + "}", "querytap_cache_rule")
                .several(ANY_BUT_NONE);
    }

    /** {@code sum by (…) (rate(metric{…}[…]))}, over as short a time as the exports allow. */
    static String rate(String by, String metric, String selector) {
        return "sum " + by + (by.isEmpty() ? "" : " ") + "(rate(" + metric + "{" + selector + "}[$__rate_interval]))";
    }

    /** How much a counter rose within the chosen time range. */
    static String increase(String by, String metric, String selector) {
        return "sum " + by + (by.isEmpty() ? "" : " ") + "(increase(" + metric + "{" + selector + "}[$__range]))";
    }

    /** A percentile of a histogram's buckets; {@code by} begins with {@code by (le}. */
    static String quantile(double q, String by, String histogram, String selector) {
        return "histogram_quantile(" + q + ", " + rate(by, histogram + "_bucket", selector) + ")";
    }

    /** Buckets for a heat map. */
    static String buckets(String histogram, String selector) {
        return "sum by (le) (increase(" + histogram + "_bucket{" + selector + "}[$__rate_interval]))";
    }

    /** A link to another dashboard, with what is chosen here. */
    static String linkTo(String uid) {
        return "/d/" + uid + "?${__url_time_range}&${service:queryparam}&${instance:queryparam}";
    }
}
