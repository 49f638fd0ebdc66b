package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.app.TasksApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that an entry point hands to other threads belongs to the entry point, whichever way it is handed over. */
class TasksIT {
    private static final Map<String, String> JOBS = jobs();

    /** The name of the job in its statement, and its method. */
    private static Map<String, String> jobs() {
        Map<String, String> jobs = new LinkedHashMap<>();
        jobs.put("submit", "submit");
        jobs.put("invoke_all", "invokeAll");
        jobs.put("caller_runs", "callerRuns");
        jobs.put("rejected", "rejected");
        jobs.put("cancelled", "cancelled");
        jobs.put("failing", "failing");
        jobs.put("immediate", "immediate");
        jobs.put("forked", "forked");
        jobs.put("parallel_stream", "parallelStream");
        jobs.put("async", "async");
        jobs.put("async_on", "asyncOn");
        jobs.put("stages", "stages");
        jobs.put("virtual_threads", "virtual");
        return jobs;
    }

    private static List<Jdk> jdks() {
        return Jdk.currentAndNewest();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void tasks_handedOverInAnyWay_rollUpToTheEntryPoint(Jdk jdk) {
        boolean virtual = jdk.feature() >= 21;
        List<String> methods = new ArrayList<>();
        JOBS.values().forEach(method -> methods.add(TasksApp.Jobs.class.getName() + '.' + method));
        TestDatabase database = Target.H2.newDatabase();
        Outcome outcome = JvmRun.on(jdk)
                .withAgent()
                .withReport()
                .property("querytap.entry.methods", String.join(",", methods))
                .libraries(Target.H2.driver)
                .main(TasksApp.class, database.url(), database.user(), database.password())
                .run()
                .succeeded();

        int jobs = JOBS.size() - (virtual ? 0 : 1);
        assertThat(outcome.stdout().strip()).isEqualTo(String.valueOf(jobs * TasksApp.REPEATS * TasksApp.ROUNDS));
        assertThat(outcome.agentLines()).isEmpty();
        Map<String, JsonNode> loops = new LinkedHashMap<>();
        for (JsonNode finding : outcome.report().root().path("findings")) {
            if (finding.path("kind").asText().equals("n_plus_one")) {
                loops.put(finding.path("unit").path("name").asText(), finding);
            }
        }
        JOBS.forEach((job, method) -> {
            if (virtual || !job.equals("virtual_threads")) {
                JsonNode finding = loops.get("Jobs." + method);
                assertThat(finding)
                        .as(
                                "%s among %s",
                                job, outcome.report().root().path("findings").toPrettyString())
                        .isNotNull();
                assertThat(finding.path("unit").path("kind").asText()).as(job).isEqualTo("entry");
                assertThat(finding.path("repeats").asLong()).as(job).isEqualTo(TasksApp.REPEATS);
                assertThat(finding.path("occurrences").asLong()).as(job).isEqualTo(TasksApp.ROUNDS);
            }
        });
        assertThat(loops).hasSize(jobs);
    }
}
