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
    private static final Duration MENDED = Duration.ofSeconds(2);

    private static final Duration WRITER_GONE = Duration.ofSeconds(2);
    private static final Kind[] KINDS = Kind.values();
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
    private final long startNanos = System.nanoTime();
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

    /** While the JVMs look for Redis; they have been started before. */
    void start() throws InterruptedException {
        run.awaitStarted();
        mended(startNanos);
    }

    /** All kinds once, however long that takes, then any until it is time to end. */
    Map<Kind, Integer> breakUntil(long endNanos) throws InterruptedException {
        int next = 0;
        while (true) {
            Thread.sleep(CALM.toMillis());
            if (next == KINDS.length && System.nanoTime() >= endNanos) {
                return done;
            }
            Kind kind = KINDS[next < KINDS.length ? next++ : random.nextInt(KINDS.length)];
            breakAndMend(kind);
            done.merge(kind, 1, Integer::sum);
        }
    }

    /** Since then writes may have become visible of which nobody else was told; soon all will be. */
    private void mended(long startNanos) throws InterruptedException {
        run.awaitConnected(redis);
        Thread.sleep(MENDED.toMillis());
        history.fault(new History.Fault(startNanos, System.nanoTime(), RegisterRun.TTL.toNanos()));
    }

    private void breakAndMend(Kind kind) throws InterruptedException {
        long start = System.nanoTime();
        switch (kind) {
            case WRITER_KILLED:
                run.killed(writer);
                Thread.sleep(WRITER_GONE.toMillis()); // after a death nothing may be older
                start = System.nanoTime();
                writer = run.start(writerProperties);
                run.awaitStarted();
                mended(start);
                break;
            case REDIS_RESTARTED:
                redis.kill();
                Thread.sleep(random.nextInt(500));
                redis.startAgain();
                mended(start);
                break;
            case REDIS_FROZEN:
                redis.freeze();
                Thread.sleep(SHORTEST_FREEZE_MILLIS + random.nextInt(LONGEST_FREEZE_MILLIS - SHORTEST_FREEZE_MILLIS));
                redis.thaw();
                mended(start);
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
                mended(start);
                break;
            case LINK_SILENT:
                link.silence();
                Thread.sleep(700);
                link.heal();
                mended(start);
                break;
            default:
                throw new AssertionError(kind);
        }
    }
}
