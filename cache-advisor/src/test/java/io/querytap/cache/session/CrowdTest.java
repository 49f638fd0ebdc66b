package io.querytap.cache.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.store.Flight;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several threads that want the same at the same time. */
class CrowdTest {
    /** Of who waits for somebody else; longer than any test takes on a busy machine. */
    private static final long LONGEST_WAIT_SECONDS = 120;

    /** Of who does not wait. */
    private static final long SOON_SECONDS = LONGEST_WAIT_SECONDS / 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Thread> followers = new CopyOnWriteArrayList<>();
    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(
                "jdbc:h2:mem:crowd" + System.nanoTime(),
                new RowsPort(),
                Rig.serving().build(),
                config -> config.followNanos(TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS)));
        sleep(1_200); // until the generations have been changed once more after the schema was read
        rig.settleBackground();
        rig.stats().fills.increment(); // an answer takes so long that it is worth waiting for
        rig.stats().liveNanos.add(TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS));
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        rig.close();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String follow(Rig.User user) throws SQLException {
        followers.add(Thread.currentThread());
        return user.read(1);
    }

    /** Until so many wait for what a leader brings. */
    private void awaitFollowers(int count) throws InterruptedException {
        Rig.until(() -> followers.stream()
                        .filter(thread -> Arrays.stream(thread.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(Flight.class.getName())))
                        .count()
                == count);
    }

    @Test
    void crowd_asksTheDatabaseOnce() throws Exception {
        CountDownLatch executing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Rig.User leader = rig.user();
        leader.beforeExecution = statement -> {
            executing.countDown();
            await(go);
        };
        Future<String> led = threads.submit(() -> leader.read(1));
        await(executing);
        List<Rig.User> users = new ArrayList<>();
        List<Future<String>> followed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Rig.User user = rig.user();
            users.add(user);
            followed.add(threads.submit(() -> follow(user)));
        }
        awaitFollowers(4);
        go.countDown();
        assertThat(led.get()).isEqualTo("one");
        for (Future<String> each : followed) {
            assertThat(each.get()).isEqualTo("one");
        }
        assertThat(users).allSatisfy(user -> assertThat(user.executions).isZero());
        assertThat(rig.stats().followed.sum()).isEqualTo(4);
    }

    @Test
    void follower_whoBeganAfterAWrite_doesNotTakeTheResultOfALeaderFromBefore() throws Exception {
        CountDownLatch executed = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Rig.User leader = rig.user();
        leader.afterExecution = statement -> {
            executed.countDown();
            await(go);
        };
        Future<String> led = threads.submit(() -> leader.read(1));
        await(executed);
        Rig.User follower = rig.user();
        follower.write("update item set v = 'uno' where id = 1");
        assertThat(follower.read(1)).isEqualTo("uno");
        go.countDown();
        assertThat(led.get()).isEqualTo("one");
        assertThat(rig.user().read(1)).isEqualTo("uno");
    }

    @Test
    void a5_43_followerThatIsInterrupted_goesLiveAndKeepsItsFlag() throws Exception {
        CountDownLatch executing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Rig.User leader = rig.user();
        leader.beforeExecution = statement -> {
            executing.countDown();
            await(go);
        };
        Future<String> led = threads.submit(() -> leader.read(1));
        await(executing);
        Rig.User follower = rig.user();
        follower.beforeExecution = statement -> assertThat(Thread.interrupted()).isTrue();
        Future<String> followed = threads.submit(() -> {
            Thread.currentThread().interrupt();
            return follower.read(1);
        });
        assertThat(followed.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(follower.executions).isEqualTo(1);
        go.countDown();
        led.get();
    }

    @Test
    void leaderThatFails_leavesItsFollowersToTheDatabase() throws Exception {
        CountDownLatch executing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Rig.User leader = rig.user();
        leader.beforeExecution = statement -> {
            executing.countDown();
            await(go);
        };
        leader.afterExecution = statement -> CrowdTest.<RuntimeException>sneakyThrow(new SQLException("gone"));
        Future<String> led = threads.submit(() -> leader.read(1));
        await(executing);
        Rig.User follower = rig.user();
        Future<String> followed = threads.submit(() -> follow(follower));
        awaitFollowers(1);
        go.countDown();
        assertThat(followed.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(follower.executions).isEqualTo(1);
        assertThat(led).failsWithin(Duration.ofSeconds(SOON_SECONDS));
    }

    /** The dice say 0.5: from ln 2 of the statement's duration before the end on. */
    @Test
    void entryNearItsEnd_oneAsksTheDatabase_theOthersAreAnsweredMeanwhile() throws Exception {
        long[] now = {0};
        Rig timed = new Rig(
                "jdbc:h2:mem:early" + System.nanoTime(),
                new RowsPort(),
                Rig.serving().ttlNanos(1_000 * Rig.MILLI).build(),
                config -> config.nanoClock(() -> now[0]));
        try (timed) {
            sleep(1_200);
            timed.settleBackground();
            Rig.User first = timed.user();
            first.beforeExecution = statement -> now[0] += 100 * Rig.MILLI;
            first.read(1);
            assertThat(first.executions).isEqualTo(1);
            now[0] = 870 * Rig.MILLI; // it ends after 950
            first.read(1);
            assertThat(first.executions).isEqualTo(1);

            now[0] = 890 * Rig.MILLI;
            Rig.User second = timed.user();
            first.beforeExecution = statement -> {
                try {
                    assertThat(second.read(1)).isEqualTo("one");
                } catch (SQLException failure) {
                    throw new AssertionError(failure);
                }
            };
            assertThat(first.read(1)).isEqualTo("one");
            assertThat(first.executions).isEqualTo(2);
            assertThat(second.executions).isZero();

            now[0] = 1_700 * Rig.MILLI;
            assertThat(second.read(1)).isEqualTo("one");
            assertThat(second.executions).isZero();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
