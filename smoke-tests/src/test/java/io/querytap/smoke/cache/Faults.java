package io.querytap.smoke.cache;

import io.querytap.smoke.jvm.RunningJvm;
import io.querytap.smoke.server.FaultyLink;
import io.querytap.smoke.server.TestRedis;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Breaks, one after the other, what stands between the JVMs of a {@link RegisterRun}, and tells the judge when a read may be older for it: only
 * while a JVM cannot tell Redis of its writes, and no older than an entry lives. After the death of a writer nothing may be older.
 */
final class Faults {
    /** Until a JVM has told a Redis that it reaches again of what was written; on a busy machine. */
    private static final Duration MENDED = Duration.ofSeconds(3);

    private static final Duration CALM = Duration.ofMillis(1_500);
    private static final int LONGEST_FREEZE_MILLIS = 800;
    private static final int SHORTEST_FREEZE_MILLIS = 200;
    private static final int DELAY_MILLIS = 8;

    /** What can break. */
    enum Kind {
        WRITER_KILLED,
        REDIS_RESTARTED,
        REDIS_FROZEN,
        LINK_SLOW,
        LINK_CUT,
        LINK_SILENT
    }

    private final RegisterRun run;
    private final TestRedis redis;
    private final FaultyLink link;
    private final History history;
    private final Map<String, String> writerProperties;
    private final Random random = new Random(6);
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    private RunningJvm writer;

    /**
     * @param link to Redis, of the writer only
     * @param writer what is killed and started again, with these properties
     */
    Faults(
            RegisterRun run,
            TestRedis redis,
            FaultyLink link,
            History history,
            RunningJvm writer,
            Map<String, String> writerProperties) {
        this.run = run;
        this.redis = redis;
        this.link = link;
        this.history = history;
        this.writer = writer;
        this.writerProperties = writerProperties;
    }

    /** All kinds once, then any, until it is time to end. */
    Map<Kind, Integer> breakUntil(long endNanos) throws InterruptedException {
        int next = 0;
        while (true) {
            Thread.sleep(CALM.toMillis());
            double secondsLeft = (endNanos - System.nanoTime()) / 1e9;
            if (secondsLeft < 2 * MENDED.toSeconds()) {
                return done;
            }
            Kind kind = Kind.values()[next < Kind.values().length ? next++ : random.nextInt(Kind.values().length)];
            long start = System.nanoTime();
            breakAndMend(kind, secondsLeft);
            done.merge(kind, 1, Integer::sum);
            if (isUntold(kind)) {
                history.fault(
                        new History.Fault(start, System.nanoTime() + MENDED.toNanos(), RegisterRun.TTL.toNanos()));
                Thread.sleep(MENDED.toMillis());
            }
        }
    }

    /** Whether writes become visible of which nobody else is told. */
    private static boolean isUntold(Kind kind) {
        return kind != Kind.WRITER_KILLED && kind != Kind.LINK_SLOW;
    }

    private void breakAndMend(Kind kind, double secondsLeft) throws InterruptedException {
        switch (kind) {
            case WRITER_KILLED:
                run.killed(writer);
                writer = run.start(secondsLeft - 1, writerProperties);
                run.awaitStarted();
                break;
            case REDIS_RESTARTED:
                redis.kill();
                Thread.sleep(random.nextInt(500));
                redis.startAgain();
                break;
            case REDIS_FROZEN:
                redis.freeze();
                Thread.sleep(SHORTEST_FREEZE_MILLIS + random.nextInt(LONGEST_FREEZE_MILLIS - SHORTEST_FREEZE_MILLIS));
                redis.thaw();
                break;
            case LINK_SLOW:
                link.delay(DELAY_MILLIS);
                Thread.sleep(1_000);
                link.heal();
                break;
            case LINK_CUT:
                link.cut();
                Thread.sleep(700);
                link.heal();
                break;
            case LINK_SILENT:
                link.silence();
                Thread.sleep(700);
                link.heal();
                break;
            default:
                throw new AssertionError(kind);
        }
    }
}
