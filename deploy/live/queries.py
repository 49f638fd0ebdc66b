"""Runs the queries of all dashboards against a Prometheus that has data of an application under the agent, and says which return rows.

    python3 deploy/live/queries.py <prometheus-url> [--range 5m] [--jaeger <url>]

Ends with 1 if a query fails, or returns nothing and is not among those that may.
"""

import argparse
import json
import pathlib
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

DASHBOARDS = pathlib.Path(__file__).parent.parent / "grafana" / "dashboards"

# What is rightly absent in many applications. A query that names one of these may be empty; it must be understood all the same.
MAY_BE_EMPTY = {
    "db_client_connection_create_time": "all connections were made before the first export",
    "querytap_connection_timed_out_wait_time": "nobody waited in vain before the last export but one",
    "db_client_connection_idle_max": "HikariCP, the pool of the demo, has no such limit",
    "querytap_cache_shared": "there is no shared tier without Redis",
    "querytap_cache_refusal": "nothing was refused",
    "querytap_cache_stale_age": "no answer was wrong",
    "querytap_finding_confidence=\"suspect\"": "everything that was found is sure",
    "querytap_finding_confidence=\"confirmed\"": "nothing is proven",
    "querytap_cache_": "there are no cache rules",
    "querytap_batch_size": "nothing was batched",
    "error_type": "nothing failed",
}


def ask(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        return {"status": "error", "error": refused.read().decode("utf-8", "replace")[:300]}


class Prometheus:
    def __init__(self, url, window, end):
        self.url = url.rstrip("/")
        self.window = window
        self.end = end

    def rows(self, query, time=None):
        """Series with a number in them, and an error or None."""
        arguments = {"query": query, "time": time or self.end}
        answer = ask(self.url + "/api/v1/query?" + urllib.parse.urlencode(arguments))
        if answer.get("status") != "success":
            return [], answer.get("error", "no answer")
        result = answer["data"]["result"]
        return [it for it in result if it["value"][1] not in ("NaN",)], None

    def exemplars(self, query, seconds):
        arguments = {"query": query, "start": self.end - seconds, "end": self.end}
        answer = ask(self.url + "/api/v1/query_exemplars?" + urllib.parse.urlencode(arguments))
        return [e for series in answer.get("data", []) for e in series["exemplars"]]


def seconds_of(window):
    return int(window[:-1]) * {"s": 1, "m": 60, "h": 3600}[window[-1]]


def newest(prometheus_url):
    """When anything of an application came in last: the demo may have ended."""
    query = "max(timestamp(last_over_time(querytap_self_errors_total[1d])))"
    answer = ask(prometheus_url.rstrip("/") + "/api/v1/query?" + urllib.parse.urlencode({"query": query}))
    result = answer.get("data", {}).get("result", [])
    if not result:
        sys.exit("this Prometheus has no data of an application under the agent")
    return float(result[0]["value"][1])


def filled(query, choices, window):
    for name, value in {"__rate_interval": window, "__range": window, **choices}.items():
        query = re.sub(r"\$\{?" + name + r"\b\}?", value.replace("\\", "\\\\"), query)
    return query


def reason_to_be_empty(query):
    return next((why for word, why in MAY_BE_EMPTY.items() if word in query), None)


def variables_of(dashboard, prometheus, window, failures):
    """A value for each variable, as Grafana would offer it; all of them where all may be chosen."""
    choices, patterns = {}, []
    for variable in dashboard["templating"]["list"]:
        if variable["type"] != "query":
            continue
        name, definition = variable["name"], filled(variable["definition"], choices, window)
        values = re.fullmatch(r"label_values\((.*), (\w+)\)", definition, re.S)
        query = f"sum by ({values[2]}) ({values[1]})" if values else re.fullmatch(r"query_result\((.*)\)", definition, re.S)[1]
        # A list of choices looks back over the whole range.
        query = re.sub(r"(\b[a-z_]+_(?:total|count|max)\b(?:\{[^}]*\})?)", rf"last_over_time(\1[{window}])", query, count=1)
        rows, error = prometheus.rows(query)
        if error:
            failures.append(f"${name}: {error}")
        found = []
        for row in rows:
            if values:
                found.append(row["metric"].get(values[2], ""))
            else:
                text = "{" + ", ".join(f'{k}="{v}"' for k, v in sorted(row["metric"].items())) + "}"
                taken = re.search(variable["regex"].strip("/").replace("(?<", "(?P<"), text)
                if taken:
                    found.append(taken["value"])
        found = [it for it in found if it]
        choices[name] = variable.get("allValue") or (found[0] if found and not variable["includeAll"] else ".+")
        print(f"  ${name}: {len(found)} to choose from")
        if name == "pattern":
            patterns = found
    return choices, patterns


def run(dashboard, prometheus, window, counts, failures):
    print(dashboard["title"])
    choices, patterns = variables_of(dashboard, prometheus, window, failures)
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            if target["datasource"]["type"] != "prometheus":
                continue
            counts["queries"] += 1
            # Of the query of one pattern it is enough that some pattern has rows: not all are batched, or fail.
            tries = [{**choices, "pattern": it} for it in patterns] if "$pattern" in target["expr"] else [choices]
            rows, error, query = [], None, target["expr"]
            for choice in tries:
                query = filled(target["expr"], choice, window)
                rows, error = prometheus.rows(query)
                if rows or error:
                    break
            where = f"{dashboard['title']}, {panel['title']}, {target['refId']}"
            if error:
                failures.append(f"{where}: {error}\n    {query}")
            elif rows:
                counts["with rows"] += 1
            elif reason_to_be_empty(query):
                counts["rightly empty"] += 1
                print(f"  empty: {panel['title']}, {target['refId']}: {reason_to_be_empty(query)}")
            else:
                failures.append(f"{where}: no rows\n    {query}")


def check_traces(jaeger, dashboards, prometheus, window, failures):
    """The spans behind exemplars are in Jaeger, in the trace of the application."""
    exemplars = prometheus.exemplars('db_client_operation_duration_seconds_bucket{querytap_pattern_id!=""}', seconds_of(window))
    ids = {e["labels"]["trace_id"] for e in exemplars if "trace_id" in e["labels"]}
    print(f"Jaeger: {len(exemplars)} exemplars of {len(ids)} traces in Prometheus")
    found, ours = 0, 0
    for trace_id in ids:
        data = ask(f"{jaeger.rstrip('/')}/api/traces/{trace_id}").get("data") or []
        found += bool(data)
        ours += any(tag["key"] == "querytap.pattern.id" for it in data for span in it["spans"] for tag in span["tags"])
    print(f"  {found} of these traces are in Jaeger, {ours} with spans of the agent")
    services = ask(jaeger.rstrip("/") + "/api/services").get("data") or []
    print("  services:", ", ".join(sorted(services)))
    if ids and not found:
        failures.append("Jaeger has none of the traces that the exemplars name")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prometheus")
    parser.add_argument("--range", default="5m", help="time range that the dashboards are asked for")
    parser.add_argument("--jaeger")
    arguments = parser.parse_args()

    prometheus = Prometheus(arguments.prometheus, arguments.range, newest(arguments.prometheus))
    dashboards = [json.loads(path.read_text("utf-8")) for path in sorted(DASHBOARDS.glob("*.json"))]
    counts, failures = {"queries": 0, "with rows": 0, "rightly empty": 0}, []
    for dashboard in dashboards:
        run(dashboard, prometheus, arguments.range, counts, failures)
    if arguments.jaeger:
        check_traces(arguments.jaeger, dashboards, prometheus, arguments.range, failures)
    print(", ".join(f"{value} {name}" for name, value in counts.items()) + f", {len(failures)} failures")
    for failure in failures:
        print("  " + failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
