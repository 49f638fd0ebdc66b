package io.querytap.deploy;

import static io.querytap.deploy.Choices.BY_POOL;
import static io.querytap.deploy.Choices.OURS;
import static io.querytap.deploy.Choices.POOLS;
import static io.querytap.deploy.Choices.quantile;
import static io.querytap.deploy.Choices.rate;

/** Connection pools: who waits for whom, and how many connections there should be. */
final class PoolsDashboard {
    private static final String POOL = "{{db_client_connection_pool_name}}";
    private static final String OF_JVM = POOL + " {{instance}}";
    private static final String BY_NAME = "by (db_client_connection_pool_name)";

    private PoolsDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                        "pools",
                        "querytap-pools",
                        "Pools",
                        "Connection pools: use, waiting, what the waiting was laid to, and the right size.")
                .from(Source.PROMETHEUS)
                .choices(Choices.services(), Choices.instances(), Choices.pools())
                .show(inUse(), waiting(), waitP99(), timeouts(), failures(), peak(), most(), recommended())
                .part("Connections")
                .show(connections(), use(), pending(), size())
                .part("Waiting")
                .show(waits(), waitHeatMap(), inVain(), timeoutsAndFailures())
                .part("What waiting was laid to")
                .show(blameByState(), blame())
                .part("Leases and new connections")
                .show(leases(), leaseHeatMap(), creations(), idleLimits());
    }

    private static Panel inUse() {
        return Panel.stat("Busiest", "Share of its connections that are in use.")
                .query("", "max(" + shareInUse() + ")")
                .unit("percentunit")
                .worseFrom(0.7, 0.9);
    }

    private static String shareInUse() {
        return "sum " + BY_POOL + " (db_client_connection_count{" + POOLS
                + ",db_client_connection_state=\"used\"}) / (sum " + BY_POOL + " (db_client_connection_max{" + POOLS
                + "}) > 0)";
    }

    private static Panel waiting() {
        return Panel.stat("Waiting now", "Threads that wait for a connection.")
                .query("", "sum(db_client_connection_pending_requests{" + POOLS + "})")
                .worseFrom(1, 10);
    }

    private static Panel waitP99() {
        return Panel.stat("p99 of waiting", "For a connection that was obtained in the end.")
                .query("", quantile(0.99, "by (le)", "db_client_connection_wait_time_seconds", POOLS))
                .unit("s")
                .worseFrom(0.01, 0.1);
    }

    private static Panel timeouts() {
        return Panel.stat("Time-outs", "In the time range. Each is most likely a request that failed.")
                .query("", "sum(increase(db_client_connection_timeouts_total{" + POOLS + "}[$__range]))")
                .decimals(0)
                .worseFrom(1, 1);
    }

    private static Panel failures() {
        return Panel.stat(
                        "Failures",
                        "In the time range: attempts that ended neither in a connection nor in a time-out, and connections that could not be made.")
                .query(
                        "",
                        "sum(increase(querytap_pool_failures_total{" + POOLS
                                + "}[$__range])) + sum(increase(querytap_pool_creation_failures_total{" + POOLS
                                + "}[$__range]))")
                .decimals(0)
                .worseFrom(1, 10);
    }

    private static Panel peak() {
        return Panel.stat("Busiest minute", "Highest share in use over a minute since the start.")
                .query("", "max(querytap_pool_utilization_ratio{" + POOLS + "})")
                .unit("percentunit")
                .worseFrom(0.7, 0.9);
    }

    private static Panel most() {
        return Panel.stat("Most connections", "What the pools may have, all together.")
                .query("", "sum(db_client_connection_max{" + POOLS + "})");
    }

    private static Panel recommended() {
        return Panel.stat(
                        "Recommended most",
                        "With which one in a hundred borrowers would have had to wait in the worst minute, all together.")
                .query("", "sum(querytap_pool_recommended_max{" + POOLS + "})");
    }

    private static Panel connections() {
        return Panel.timeSeries("Connections", "Used and idle, and what there may be.")
                .query(
                        POOL + " {{db_client_connection_state}}",
                        "sum by (db_client_connection_pool_name, db_client_connection_state) (db_client_connection_count{"
                                + POOLS + "})")
                .query(POOL + " most", "sum " + BY_NAME + " (db_client_connection_max{" + POOLS + "})");
    }

    private static Panel use() {
        return Panel.timeSeries("Share in use", "Of the connections that the pool may have.")
                .query(OF_JVM, shareInUse())
                .unit("percentunit")
                .max(1)
                .limit(0.9);
    }

    private static Panel pending() {
        return Panel.timeSeries("Waiting", "Threads that wait for a connection.")
                .query(OF_JVM, "sum " + BY_POOL + " (db_client_connection_pending_requests{" + POOLS + "})");
    }

    private static Panel size() {
        return Panel.timeSeries(
                        "The right size",
                        "Advice from the worst minute so far: connections wanted at once, and the recommended most beside what is set.")
                .query(OF_JVM + " wanted", "sum " + BY_POOL + " (querytap_pool_offered_load{" + POOLS + "})")
                .query(OF_JVM + " recommended", "sum " + BY_POOL + " (querytap_pool_recommended_max{" + POOLS + "})")
                .query(OF_JVM + " most", "sum " + BY_POOL + " (db_client_connection_max{" + POOLS + "})");
    }

    private static Panel waits() {
        String byPool = "by (le, db_client_connection_pool_name)";
        return Panel.timeSeries(
                        "Waits",
                        "For a connection that was obtained in the end. A tenth of a millisecond is what a free one costs.")
                .query(POOL + " p99", quantile(0.99, byPool, "db_client_connection_wait_time_seconds", POOLS))
                .query(POOL + " p50", quantile(0.5, byPool, "db_client_connection_wait_time_seconds", POOLS))
                .unit("s");
    }

    private static Panel waitHeatMap() {
        return Panel.heatMap(
                        "Waits, all of them",
                        "Attempts by the time that they waited.",
                        Choices.buckets("db_client_connection_wait_time_seconds", POOLS))
                .unit("s");
    }

    private static Panel inVain() {
        return Panel.timeSeries("Waited in vain", "Seconds per second that callers waited until their time was out.")
                .query(POOL, rate(BY_NAME, "querytap_connection_timed_out_wait_time_seconds_sum", POOLS))
                .unit("s");
    }

    private static Panel timeoutsAndFailures() {
        return Panel.timeSeries("Time-outs and failures", "In the time between two points.")
                .query(POOL + " timed out", rise("db_client_connection_timeouts_total"))
                .query(POOL + " failed", rise("querytap_pool_failures_total"))
                .query(POOL + " not made", rise("querytap_pool_creation_failures_total"));
    }

    private static String rise(String counter) {
        return "sum " + BY_NAME + " (increase(" + counter + "{" + POOLS + "}[$__rate_interval]))";
    }

    private static Panel blameByState() {
        return Panel.timeSeries(
                        "What waiting was laid to",
                        "Seconds of waiting per second, each once: what the holders did meanwhile, or what there was instead of a holder.")
                .query(
                        "{{querytap_pool_holder_state}}",
                        rate("by (querytap_pool_holder_state)", "querytap_pool_blamed_time_seconds_total", POOLS))
                .unit("s")
                .stacked()
                .size(10, 10);
    }

    private static Panel blame() {
        return Panel.table(
                        "Who held the connections while others waited",
                        "Seconds of waiting in the time range. Rows without a unit of work are laid to nobody; _OTHER is all that are not named.")
                .label("db_client_connection_pool_name", "Pool")
                .label("querytap_pool_holder_unit", "Unit of work")
                .label("querytap_pool_holder_site", "Line of code")
                .label("querytap_pool_holder_state", "Meanwhile")
                .column(
                        "Waited",
                        "s",
                        "topk(50, sum by (db_client_connection_pool_name, querytap_pool_holder_unit, querytap_pool_holder_site,"
                                + " querytap_pool_holder_state) (increase(querytap_pool_blamed_time_seconds_total{"
                                + POOLS + "}[$__range])) > 0)")
                .sortedBy("Waited")
                .size(14, 10);
    }

    private static Panel leases() {
        String byPool = "by (le, db_client_connection_pool_name)";
        return Panel.timeSeries("Leases", "From borrowing a connection to its return.")
                .query(POOL + " p99", quantile(0.99, byPool, "db_client_connection_use_time_seconds", POOLS))
                .query(POOL + " p50", quantile(0.5, byPool, "db_client_connection_use_time_seconds", POOLS))
                .unit("s");
    }

    private static Panel leaseHeatMap() {
        return Panel.heatMap(
                        "Leases, all of them",
                        "Leases by duration.",
                        Choices.buckets("db_client_connection_use_time_seconds", POOLS))
                .unit("s");
    }

    private static Panel creations() {
        return Panel.timeSeries("New connections", "How long it takes to make one, and how many are made per second.")
                .query(
                        POOL + " p99",
                        quantile(
                                0.99,
                                "by (le, db_client_connection_pool_name)",
                                "db_client_connection_create_time_seconds",
                                POOLS))
                .query(POOL + " per second", rate(BY_NAME, "db_client_connection_create_time_seconds_count", POOLS))
                .unit("short");
    }

    private static Panel idleLimits() {
        return Panel.timeSeries("Idle: fewest and most", "What the pool keeps, where it tells.")
                .query(OF_JVM + " most", "sum " + BY_POOL + " (db_client_connection_idle_max{" + POOLS + "})")
                .query(OF_JVM + " fewest", "sum " + BY_POOL + " (db_client_connection_idle_min{" + POOLS + "})")
                .query(
                        OF_JVM + " idle",
                        "sum " + BY_POOL + " (db_client_connection_count{" + OURS
                                + ",db_client_connection_pool_name=~\"$pool\",db_client_connection_state=\"idle\"})");
    }
}
