package io.querytap.deploy;

import static io.querytap.deploy.Choices.JVMS;
import static io.querytap.deploy.Choices.RULES;
import static io.querytap.deploy.Choices.quantile;
import static io.querytap.deploy.Choices.rate;

/** The result cache: what it answers, what stands in its way, and whether it is right. */
final class CacheDashboard {
    private static final String RULE = "{{querytap_cache_rule}}";
    private static final String BY_RULE = "by (querytap_cache_rule)";
    private static final String REQUESTS = "querytap_cache_requests_total";
    private static final String COMPARISONS = "querytap_cache_comparisons_total";
    private static final String HIT = ",querytap_cache_outcome=~\"hit_local|hit_shared|hit_followed\"";
    private static final String WOULD_HIT = ",querytap_cache_comparison=~\"true_hit|silent_change\"";

    private CacheDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                        "cache",
                        "querytap-cache",
                        "Cache",
                        "The result cache: answers, refusals, invalidations, comparisons with the database, and the shared tier.")
                .from(Source.PROMETHEUS, Source.LOKI)
                .choices(
                        Choices.services(),
                        Choices.instances(),
                        Choices.rules(),
                        Choices.serviceNames(/* isOne= */ false))
                .show(hits(), lookups(), saved(), wrong(), withdrawn(), size(), reachable(), unsent())
                .part("What is answered")
                .show(outcomes(), ratioByRule(), rules())
                .part("What stands in the way")
                .show(refusals(), refusalsByReason(), invalidations(), evictions())
                .part("Whether it is right")
                .show(comparisons(), staleAges(), answerAges(), answerAgeHeatMap())
                .part("Room")
                .show(bytes(), entries(), served())
                .part("The shared tier")
                .show(sharedUnsent(), sharedOldest(), sharedTrouble(), sharedReachable())
                .part("Events")
                .show(events());
    }

    private static Panel hits() {
        return Panel.stat("Hits", "Share of the look-ups that were answered, or would have been in shadow.")
                .query("", ratio(""))
                .unit("percentunit")
                .betterFrom(0.5, 0.7);
    }

    private static String ratio(String by) {
        return "(" + rate(by, REQUESTS, RULES + HIT) + " + " + rate(by, COMPARISONS, RULES + WOULD_HIT) + ") / (("
                + rate(by, REQUESTS, RULES) + " + " + rate(by, COMPARISONS, RULES) + ") > 0)";
    }

    private static Panel lookups() {
        return Panel.stat("Look-ups per second", "Executions under a rule for which an answer was looked for.")
                .query("", rate("", REQUESTS, RULES) + " + " + rate("", COMPARISONS, RULES))
                .unit("ops");
    }

    private static Panel saved() {
        return Panel.stat("Saved per second", "What the answers would have taken in the database, less what they took.")
                .query("", rate("", "querytap_cache_saved_time_seconds_total", RULES))
                .unit("s");
    }

    private static Panel wrong() {
        return Panel.stat(
                        "Silent changes",
                        "In the time range: the live answer was another one although no write was seen. Somebody writes past the agent.")
                .query(
                        "",
                        "sum(increase(" + COMPARISONS + "{" + RULES
                                + ",querytap_cache_comparison=\"silent_change\"}[$__range]))")
                .decimals(0)
                .worseFrom(1, 1);
    }

    private static Panel withdrawn() {
        return Panel.stat(
                        "Withdrawn rules",
                        "A wrong answer older than the rule's staleness allows was proven; the rule serves nothing any more.")
                .query("", "count(max " + BY_RULE + " (querytap_cache_withdrawn{" + RULES + "}) > 0) or vector(0)")
                .decimals(0)
                .worseFrom(1, 1);
    }

    private static Panel size() {
        return Panel.stat("Size", "Bytes of all entries, in all JVMs.")
                .query("", "sum(querytap_cache_size_bytes{" + RULES + "})")
                .unit("bytes");
    }

    private static Panel reachable() {
        return Panel.stat("Redis reached", "Share of the JVMs that reach the shared tier. Empty where there is none.")
                .query("", "avg(querytap_cache_shared_reachable_ratio{" + JVMS + "})")
                .unit("percentunit")
                .betterFrom(0.99, 1);
    }

    private static Panel unsent() {
        return Panel.stat(
                        "Writes not told",
                        "Writes of which the other JVMs do not know yet. Empty where there is no shared tier.")
                .query("", "sum(querytap_cache_shared_unsent_invalidations{" + JVMS + "})")
                .decimals(0)
                .worseFrom(1, 1);
    }

    private static Panel outcomes() {
        return Panel.timeSeries(
                        "Look-ups by outcome",
                        "Per second: an entry of this JVM, one of another by Redis, the result of another thread, or the database.")
                .query("{{querytap_cache_outcome}}", rate("by (querytap_cache_outcome)", REQUESTS, RULES))
                .unit("ops")
                .stacked();
    }

    private static Panel ratioByRule() {
        return Panel.timeSeries("Hits by rule", "Share of the look-ups; in shadow, what would have been.")
                .query(RULE, ratio(BY_RULE))
                .unit("percentunit")
                .max(1)
                .limit(0.7);
    }

    private static Panel rules() {
        return Panel.table("Rules", "In the time range.")
                .label("querytap_cache_rule", "Rule")
                .column("Answered", "short", rise(REQUESTS, RULES + HIT))
                .column("Asked of the database", "short", rise(REQUESTS, RULES + ",querytap_cache_outcome=\"miss\""))
                .column("Compared", "short", rise(COMPARISONS, RULES))
                .column("Refused", "short", rise("querytap_cache_refusals_total", RULES))
                .column("Kept", "short", rise("querytap_cache_fills_total", RULES))
                .column("Outdated by writes", "short", rise("querytap_cache_invalidations_total", RULES))
                .column("Saved", "s", rise("querytap_cache_saved_time_seconds_total", RULES))
                .column("Size", "bytes", "sum " + BY_RULE + " (querytap_cache_size_bytes{" + RULES + "})")
                .sortedBy("Saved")
                .size(24, 7);
    }

    private static String rise(String counter, String selector) {
        return "sum " + BY_RULE + " (increase(" + counter + "{" + selector + "}[$__range]))";
    }

    private static Panel refusals() {
        return Panel.timeSeries("Refusals by reason", "Per second. What to do about each is in docs/caching.md.")
                .query(
                        "{{querytap_cache_refusal}}",
                        rate("by (querytap_cache_refusal)", "querytap_cache_refusals_total", RULES))
                .unit("ops")
                .stacked();
    }

    private static Panel refusalsByReason() {
        return Panel.bars("Refusals of the time range", "By rule and reason.")
                .query(
                        RULE + " {{querytap_cache_refusal}}",
                        "sort_desc(topk(12, sum by (querytap_cache_rule, querytap_cache_refusal) (increase(querytap_cache_refusals_total{"
                                + RULES + "}[$__range])) > 0))")
                .decimals(0);
    }

    private static Panel invalidations() {
        return Panel.timeSeries(
                        "Outdated by writes",
                        "Entries per second that were met and that a write had outdated, and writes of tables under rules.")
                .query(RULE, rate(BY_RULE, "querytap_cache_invalidations_total", RULES))
                .query("writes fenced", rate("", "querytap_cache_fences_total", JVMS))
                .unit("ops");
    }

    private static Panel evictions() {
        return Panel.timeSeries(
                        "Kept and dropped",
                        "Results kept per second, and entries dropped for want of room or at the end of their time.")
                .query(RULE + " kept", rate(BY_RULE, "querytap_cache_fills_total", RULES))
                .query("dropped", rate("", "querytap_cache_evictions_total", JVMS))
                .unit("ops");
    }

    private static Panel comparisons() {
        return Panel.timeSeries(
                        "Compared with the database",
                        "Per second. silent_change must not be: the answer differed and no write was seen.")
                .query("{{querytap_cache_comparison}}", rate("by (querytap_cache_comparison)", COMPARISONS, RULES))
                .unit("ops")
                .stacked();
    }

    private static Panel staleAges() {
        return Panel.timeSeries(
                        "Age of what was wrong",
                        "Of entries whose live answer differed although no write was seen. Above the rule's staleness the rule is withdrawn. Empty is good.")
                .query(
                        RULE + " max",
                        quantile(1.0, "by (le, querytap_cache_rule)", "querytap_cache_stale_age_seconds", RULES))
                .query(RULE + " withdrawn", "max " + BY_RULE + " (querytap_cache_withdrawn{" + RULES + "})")
                .unit("s");
    }

    private static Panel answerAges() {
        return Panel.timeSeries("Age of answers", "How long before it was given an answer was known to be right.")
                .query(
                        RULE + " p99",
                        quantile(0.99, "by (le, querytap_cache_rule)", "querytap_cache_answer_age_seconds", RULES))
                .query(
                        RULE + " p50",
                        quantile(0.5, "by (le, querytap_cache_rule)", "querytap_cache_answer_age_seconds", RULES))
                .unit("s");
    }

    private static Panel answerAgeHeatMap() {
        return Panel.heatMap(
                        "Age of answers, all of them",
                        "Answers by age.",
                        Choices.buckets("querytap_cache_answer_age_seconds", RULES))
                .unit("s");
    }

    private static Panel bytes() {
        return Panel.timeSeries("Size", "Bytes of the entries, by rule.")
                .query(RULE, "sum " + BY_RULE + " (querytap_cache_size_bytes{" + RULES + "})")
                .unit("bytes")
                .stacked()
                .size(8, 8);
    }

    private static Panel entries() {
        return Panel.timeSeries("Entries", "By JVM.")
                .query("{{instance}}", "sum by (instance) (querytap_cache_entries{" + JVMS + "})")
                .size(8, 8);
    }

    private static Panel served() {
        return Panel.timeSeries("Served", "Bytes of rows per second that were answered.")
                .query(RULE, rate(BY_RULE, "querytap_cache_served_bytes_total", RULES))
                .unit("Bps")
                .size(8, 8);
    }

    private static Panel sharedUnsent() {
        return Panel.timeSeries(
                        "Writes not told",
                        "By JVM: others may answer what is old until these are told or the ttl is over.")
                .query("{{instance}}", "querytap_cache_shared_unsent_invalidations{" + JVMS + "}");
    }

    private static Panel sharedOldest() {
        return Panel.timeSeries("Oldest write not told", "For how long it has been waiting.")
                .query("{{instance}}", "querytap_cache_shared_oldest_unsent_seconds{" + JVMS + "}")
                .unit("s");
    }

    private static Panel sharedTrouble() {
        return Panel.timeSeries("Trouble with Redis", "In the time between two points.")
                .query("timed out", riseOfShared("querytap_cache_shared_timeouts_total"))
                .query("entries not stored", riseOfShared("querytap_cache_shared_dropped_puts_total"))
                .query("connected again", riseOfShared("querytap_cache_shared_reconnects_total"));
    }

    private static String riseOfShared(String counter) {
        return "sum(increase(" + counter + "{" + JVMS + "}[$__rate_interval]))";
    }

    private static Panel sharedReachable() {
        return Panel.timeSeries("Redis reached", "By JVM: 1 or 0.")
                .query("{{instance}}", "querytap_cache_shared_reachable_ratio{" + JVMS + "}")
                .max(1);
    }

    private static Panel events() {
        return Panel.events(
                        "Withdrawn rules",
                        "Which rule, how old the entry was, and where the answers differed. No value is in it.",
                        "{service_name=~\"$service_name\"} | querytap_cache_rule =~ \"$rule\"")
                .size(24, 8);
    }
}
