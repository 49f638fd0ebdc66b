package io.querytap.scenarios.run;

import io.querytap.scenarios.hibernate.Fetching;
import io.querytap.scenarios.hibernate.Flushing;
import io.querytap.scenarios.jdbc.Durations;
import io.querytap.scenarios.jdbc.GoodJobs;
import io.querytap.scenarios.jdbc.GoodReads;
import io.querytap.scenarios.jdbc.GoodTransactions;
import io.querytap.scenarios.jdbc.Loops;
import io.querytap.scenarios.jdbc.NotLoops;
import io.querytap.scenarios.jdbc.Repeats;
import io.querytap.scenarios.jdbc.Results;
import io.querytap.scenarios.jdbc.Statements;
import io.querytap.scenarios.jdbc.Transactions;
import io.querytap.scenarios.jdbc.Writes;
import io.querytap.scenarios.jooq.Records;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.leak.Planted;
import io.querytap.scenarios.mybatis.Mapped;
import io.querytap.scenarios.pool.CalmPools;
import io.querytap.scenarios.pool.HeldPools;
import io.querytap.scenarios.pool.LeakingPools;
import io.querytap.scenarios.pool.MissingConnections;
import io.querytap.scenarios.pool.NestedPools;
import io.querytap.scenarios.pool.SmallPools;
import io.querytap.scenarios.pool.StarvedPools;
import io.querytap.scenarios.servlet.Requests;
import io.querytap.scenarios.spring.Templates;
import io.querytap.scenarios.threads.Parallel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All scenarios. */
public final class Catalogue {
    private static final List<Class<?>> CLASSES = List.of(
            Loops.class,
            NotLoops.class,
            Repeats.class,
            Writes.class,
            Results.class,
            GoodJobs.class,
            GoodReads.class,
            GoodTransactions.class,
            Durations.class,
            Transactions.class,
            Statements.class,
            Parallel.class,
            Fetching.class,
            Flushing.class,
            Mapped.class,
            Records.class,
            Templates.class,
            Requests.class,
            Planted.class,
            SmallPools.class,
            HeldPools.class,
            MissingConnections.class,
            NestedPools.class,
            LeakingPools.class,
            CalmPools.class,
            StarvedPools.class);

    private static final List<LabelledMethod> ALL =
            CLASSES.stream().flatMap(type -> scenariosOf(type).stream()).toList();

    private Catalogue() {}

    /** Class by class; within one by name. */
    public static List<LabelledMethod> all() {
        return ALL;
    }

    public static LabelledMethod named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario " + name));
    }

    /** The value of {@code querytap.entry.methods}. */
    public static String entryMethods() {
        return ALL.stream()
                .filter(scenario -> scenario.scenario().unit() == Unit.ENTRY)
                .map(scenario -> scenario.type().getName() + '.' + scenario.name())
                .collect(Collectors.joining(","));
    }

    private static List<LabelledMethod> scenariosOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Scenario.class))
                .map(LabelledMethod::new)
                .sorted(Comparator.comparing(LabelledMethod::name))
                .toList();
    }
}
