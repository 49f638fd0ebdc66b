package io.querytap.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.generation.Generations;
import io.querytap.cache.generation.LocalGenerations;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LocalStoreTest {
    private static final DriverPort NOBODY = (DriverPort) Proxy.newProxyInstance(
            LocalStoreTest.class.getClassLoader(), new Class<?>[] {DriverPort.class}, (proxy, method, arguments) -> {
                throw new AssertionError(method);
            });

    private final long[] now = {0};
    private final LocalStore store = new LocalStore(10_000, Runnable::run, () -> now[0]);
    private final Generations generations = new LocalGenerations();

    private Entry entry(String rule, int weightBytes, long keptNanos) {
        CapturedResult result = new CapturedResult() {
            @Override
            public int rows() {
                return 1;
            }

            @Override
            public int weightBytes() {
                return weightBytes;
            }
        };
        return Entry.of(rule, "select 1", NOBODY, result)
                .stamps(generations.stamp(TableSet.of(List.of("item"))), null, now[0])
                .kept(now[0], keptNanos)
                .build();
    }

    private static EntryKey key(int id) {
        return new EntryKey(new byte[] {(byte) id});
    }

    @Test
    void put_isFoundByAnEqualKey() {
        Entry entry = entry("a", 10, TimeUnit.SECONDS.toNanos(1));
        store.put(key(1), entry);
        assertThat(store.get(key(1))).isSameAs(entry);
        assertThat(store.get(key(2))).isNull();
    }

    @Test
    void entry_whoseTimeIsOver_isGone() {
        store.put(key(1), entry("a", 10, 1_000));
        now[0] = 999;
        assertThat(store.get(key(1))).isNotNull();
        now[0] = 1_001;
        assertThat(store.get(key(1))).isNull();
    }

    @Test
    void entry_readAgainAndAgain_isNotKeptLonger() {
        store.put(key(1), entry("a", 10, 1_000));
        for (now[0] = 0; now[0] < 1_001; now[0] += 91) {
            store.get(key(1));
        }
        assertThat(store.get(key(1))).isNull();
    }

    @Test
    void entry_shorterLimitLater_isExpiredByIt() {
        Entry entry = entry("a", 10, 1_000);
        assertThat(entry.isExpired(500, 2_000)).isFalse();
        assertThat(entry.isExpired(500, 400)).isTrue();
        assertThat(entry.isExpired(1_000, 2_000)).isTrue();
    }

    @Test
    void manyEntries_areBoundedByTheirBytes() {
        for (int i = 0; i < 100; i++) {
            store.put(key(i), entry("a", 1_000, TimeUnit.HOURS.toNanos(1)));
        }
        store.tidy();
        assertThat(store.bytes()).isBetween(1_000L, 10_000L);
        assertThat(store.count()).isLessThan(10);
        assertThat(store.evictions()).isGreaterThan(90);
    }

    @Test
    void removeIf_dropsWhatMeetsTheCondition() {
        store.put(key(1), entry("a", 10, 1_000));
        store.put(key(2), entry("b", 10, 1_000));
        assertThat(store.removeIf(entry -> entry.rule().equals("a"))).isEqualTo(1);
        assertThat(store.get(key(1))).isNull();
        assertThat(store.get(key(2))).isNotNull();
    }

    @Test
    void remove_ofAnEntryThatWasReplaced_leavesItsSuccessor() {
        Entry first = entry("a", 10, 1_000);
        Entry second = entry("a", 10, 1_000);
        store.put(key(1), first);
        store.put(key(1), second);
        store.remove(key(1), first);
        assertThat(store.get(key(1))).isSameAs(second);
    }

    @Test
    void bytesByRule_addUpToAll() {
        store.put(key(1), entry("a", 10, 1_000));
        store.put(key(2), entry("b", 20, 1_000));
        store.put(key(3), entry("b", 20, 1_000));
        store.tidy();
        Map<String, Long> byRule = new HashMap<>();
        store.addBytesByRule(byRule);
        assertThat(byRule).containsOnlyKeys("a", "b");
        assertThat(byRule.get("a") + byRule.get("b")).isEqualTo(store.bytes());
    }

    @Test
    void emptyStore_saysZero() {
        assertThat(store.count()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(store.removeIf(entry -> true)).isZero();
    }
}
