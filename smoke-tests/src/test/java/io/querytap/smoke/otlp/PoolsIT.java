package io.querytap.smoke.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.querytap.smoke.app.PoolsApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application measures what it does with a pool; report and export must say the same, whatever the library: the counts exactly, the
 * times within what the application measured around and inside of them.
 */
class PoolsIT {
    private static final String PREFIX = "db.client.connection.";
    private static final double NANOS = 1e-9;

    private static final String UNKNOWN = "unknown";

    /** Each library as {@link PoolsApp} knows it, with what it needs on the class path. */
    enum Pool {
        HIKARI("hikari", Library.HIKARI, Library.SLF4J),
        DBCP2("dbcp2", Library.DBCP2, Library.COMMONS_POOL, Library.COMMONS_LOGGING),
        DRUID("druid", Library.DRUID, Library.COMMONS_LOGGING),
        TOMCAT("tomcat-jdbc", Library.TOMCAT_JDBC, Library.TOMCAT_JULI),
        C3P0("c3p0", Library.C3P0, Library.MCHANGE_COMMONS),
        AGROAL("agroal", Library.AGROAL, Library.AGROAL_API),
        VIBUR("vibur", Library.VIBUR, Library.VIBUR_OBJECT_POOL, Library.SLF4J),
        UCP("ucp", Library.UCP, Library.ORACLE);

        private final String kind;
        private final Library[] libraries;

        Pool(String kind, Library... libraries) {
            this.kind = kind;
            this.libraries = libraries;
        }
    }

    /** Databases: one inside of the JVM, one behind a socket. */
    enum Database {
        H2(Library.H2) {
            @Override
            TestDatabase open() {
                return new TestDatabase("jdbc:h2:mem:pools;DB_CLOSE_DELAY=-1", "sa", "");
            }
        },
        POSTGRESQL(Library.POSTGRESQL) {
            @Override
            TestDatabase open() {
                return TestDatabases.newPostgresql();
            }
        };

        private final Library driver;

        Database(Library driver) {
            this.driver = driver;
        }

        abstract TestDatabase open();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("runs")
    void reportAndMetrics_onePool_agreeWithTheApplication(Pool pool, Database database, Jdk jdk) {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Outcome outcome = run(pool, database, jdk, receiver.url()).succeeded();
            JsonNode truth = outcome.json();

            assertThat(outcome.agentLines()).isEmpty();
            JsonNode pools = outcome.report().root().path("pools");
            assertThat(pools).hasSize(1);
            checkReport(truth, pools.get(0));
            assertThat(pools.get(0).path("kind").asText()).isEqualTo(pool.kind);
            List<Map<String, Metric>> sent =
                    receiver.metrics().stream().map(Export::byName).toList();
            checkMetrics(pool, truth, sent.get(sent.size() - 1));
        }
    }

    /** Every library on both databases, and on two JDKs: on the one with one database, on the other with the other. */
    static Stream<Arguments> runs() {
        List<Jdk> jdks = Jdk.currentAndNewest();
        List<Arguments> runs = new ArrayList<>();
        for (Pool pool : Pool.values()) {
            for (Database database : Database.values()) {
                Jdk jdk = jdks.get((pool.ordinal() + database.ordinal()) % jdks.size());
                runs.add(Arguments.of(pool, database, jdk));
            }
        }
        return runs.stream();
    }

    private static Outcome run(Pool pool, Database database, Jdk jdk, String url) {
        TestDatabase opened = database.open();
        return JvmRun.on(jdk)
                .withAgent()
                .withReport()
                .property("querytap.summary", "false")
                .property("querytap.otel.exporter.otlp.endpoint", url)
                .libraries(pool.libraries)
                .libraries(database.driver)
                .main(PoolsApp.class, pool.kind, opened.url(), opened.user(), opened.password())
                .run();
    }

    private static void checkReport(JsonNode truth, JsonNode pool) {
        for (String same : List.of("name", "max", "minIdle", "used", "pending", "timeouts")) {
            assertThat(pool.path(same).asText(UNKNOWN))
                    .as(same)
                    .isEqualTo(truth.path(same).asText(UNKNOWN));
        }
        checkIdle(truth, pool.path("kind").asText(), pool.path("idle").asLong());
        checkDistribution(
                truth,
                "waits",
                "Wait",
                pool.at("/wait/count").asLong(),
                pool.at("/wait/sum").asDouble());
        checkDistribution(
                truth,
                "uses",
                "Use",
                pool.at("/use/count").asLong(),
                pool.at("/use/sum").asDouble());
        checkDistribution(
                truth,
                "timeouts",
                "TimedOut",
                pool.at("/timedOutWait/count").asLong(),
                pool.at("/timedOutWait/sum").asDouble());
        assertThat(pool.at("/create/count").asInt())
                .isEqualTo(truth.path("created").asInt());
        assertThat(pool.at("/create/sum").asDouble()).isPositive();
    }

    /** Oracle UCP closes idle connections by itself when the JVM ends, at the same time as the agent looks. */
    private static void checkIdle(JsonNode truth, String kind, long idle) {
        long told = truth.path("idle").asLong();
        assertThat(idle).as("idle").isBetween(kind.equals(Pool.UCP.kind) ? 0 : told, told);
    }

    private static void checkDistribution(JsonNode truth, String counted, String timed, long count, double sum) {
        assertThat(count).as(counted).isEqualTo(truth.path(counted).asLong());
        assertThat(sum)
                .as(timed)
                .isBetween(
                        truth.path("inner" + timed + "Nanos").asLong() * NANOS,
                        truth.path("outer" + timed + "Nanos").asLong() * NANOS);
    }

    private static void checkMetrics(Pool pool, JsonNode truth, Map<String, Metric> metrics) {
        for (String state : List.of("used", "idle")) {
            List<Point> points = Point.of(metrics.get(PREFIX + "count")).stream()
                    .filter(point -> state.equals(point.attributes().get(PREFIX + "state")))
                    .toList();
            assertThat(points).as(state).hasSize(1);
            long count = points.get(0).count();
            if (state.equals("idle")) {
                checkIdle(truth, pool.kind, count);
            } else {
                assertThat(count).as(state).isEqualTo(truth.path(state).asLong());
            }
        }
        checkGauge(truth, "max", metrics.get(PREFIX + "max"));
        checkGauge(truth, "minIdle", metrics.get(PREFIX + "idle.min"));
        checkGauge(truth, "maxIdle", metrics.get(PREFIX + "idle.max"));
        checkGauge(truth, "pending", metrics.get(PREFIX + "pending_requests"));
        checkGauge(truth, "timeouts", metrics.get(PREFIX + "timeouts"));
        Point wait = onlyPoint(truth, metrics.get(PREFIX + "wait_time"));
        checkDistribution(truth, "waits", "Wait", wait.count(), wait.sum());
        Point use = onlyPoint(truth, metrics.get(PREFIX + "use_time"));
        checkDistribution(truth, "uses", "Use", use.count(), use.sum());
        Point create = onlyPoint(truth, metrics.get(PREFIX + "create_time"));
        assertThat(create.count()).isEqualTo(truth.path("created").asLong());
    }

    private static void checkGauge(JsonNode truth, String name, Metric metric) {
        if (truth.path(name).isNull()) {
            assertThat(metric).as(name).isNull();
        } else {
            assertThat(onlyPoint(truth, metric).count())
                    .as(name)
                    .isEqualTo(truth.path(name).asLong());
        }
    }

    private static Point onlyPoint(JsonNode truth, Metric metric) {
        List<Point> points = Point.of(metric);
        assertThat(points).hasSize(1);
        assertThat(points.get(0).attributes())
                .containsEntry(PREFIX + "pool.name", truth.path("name").asText());
        return points.get(0);
    }
}
