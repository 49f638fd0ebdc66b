package io.querytap.scenarios.run;

import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.pool.WarmUp;
import io.querytap.scenarios.shop.Server;
import io.querytap.scenarios.shop.Shop;
import io.querytap.scenarios.shop.Variation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Runs the scenarios that are named, and prints a line for each: its turn, when it ended in milliseconds since 1970, and {@code ok},
 * {@code disturbed} or what went wrong.
 */
public final class ScenarioMain {
    /** Further scenarios that wait run at the same time; the pools of all of them together must fit the server. */
    private static final String SIDE_BY_SIDE = "--side-by-side";

    /** Kept, for loggers are collected like everything else. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final Lateness LATENESS = new Lateness();

    private ScenarioMain() {}

    /** @param arguments host and port, user and password of the server, perhaps {@value #SIDE_BY_SIDE}, then turns */
    public static void main(String[] arguments) throws Exception {
        ROOT.setLevel(Level.SEVERE);
        Server server = new Server(arguments[0], arguments[1], arguments[2]);
        boolean sideBySide = arguments.length > 3 && arguments[3].equals(SIDE_BY_SIDE);
        List<Turn> turns = Arrays.stream(arguments)
                .skip(sideBySide ? 4 : 3)
                .map(Turn::parse)
                .collect(Collectors.toList());
        if (turns.get(0).scenario().scenario().group().isAboutPools()) {
            WarmUp.run();
        }
        if (sideBySide) {
            runSideBySide(turns, server);
        } else {
            for (Turn turn : turns) {
                run(turn, server, new CountDownLatch(1));
            }
        }
    }

    /** On plain threads: they are no tasks of an executor, which would be units of work. */
    private static void runSideBySide(List<Turn> turns, Server server) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        CountDownLatch opened = new CountDownLatch(turns.size());
        for (Turn turn : turns) {
            Thread thread = new Thread(() -> run(turn, server, opened), turn.toString());
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** @param opened counted down by all who run side by side; all begin when all have their shops */
    private static void run(Turn turn, Server server, CountDownLatch opened) {
        String outcome;
        Scenario scenario = turn.scenario().scenario();
        try (Shop shop = open(turn, server, opened)) {
            opened.await();
            shop.beginNoise();
            long beginNanos = System.nanoTime();
            long lateNanos = LATENESS.nanos();
            if (turn.variation() == Variation.OTHER_THREAD) {
                runOnThread(turn, shop);
            } else {
                turn.scenario().run(shop);
            }
            boolean late = Lateness.isTooMuch(LATENESS.nanos() - lateNanos, System.nanoTime() - beginNanos);
            outcome = shop.isDisturbed() || late && isAboutTime(scenario.group()) ? "disturbed" : "ok";
        } catch (Throwable e) {
            outcome = e.toString();
            e.printStackTrace();
        }
        System.out.println(turn + " " + System.currentTimeMillis() + " " + outcome.replace('\n', ' '));
    }

    private static Shop open(Turn turn, Server server, CountDownLatch opened) throws SQLException {
        try {
            return Shop.open(turn.scenario().scenario(), turn.database(), server, turn.variation());
        } finally {
            opened.countDown();
        }
    }

    /** Where nobody is to get a processor, being late is the point. */
    private static boolean isAboutTime(Group group) {
        return group.isAboutPools() && group != Group.POOL_STARVED;
    }

    private static void runOnThread(Turn turn, Shop shop) throws Exception {
        List<Exception> failures = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                turn.scenario().run(shop);
            } catch (Exception e) {
                failures.add(e);
            }
        });
        thread.start();
        thread.join();
        for (Exception failure : failures) {
            throw failure;
        }
    }
}
