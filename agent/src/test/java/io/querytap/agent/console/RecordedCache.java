package io.querytap.agent.console;

import io.querytap.agent.Cached;
import io.querytap.cache.CacheOperations;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.stats.CacheFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cache that writes down what it is asked to do. */
final class RecordedCache implements CacheOperations {
    final List<String> asked = new ArrayList<>();

    @Override
    public CacheFigures figures() {
        return Cached.figures();
    }

    @Override
    public void setOn(boolean on) {
        asked.add("on " + on);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void clear() {
        asked.add("clear");
    }

    @Override
    public void invalidateTables(TableSet tables) {
        asked.add("tables " + tables);
    }

    @Override
    public int invalidateRule(String rule) {
        asked.add("rule " + rule);
        return 3;
    }

    @Override
    public int invalidateText(String pattern) {
        asked.add("text " + pattern);
        return 4;
    }

    @Override
    public void setTimeToLive(String rule, Duration timeToLive) {
        asked.add("ttl " + rule + ' ' + timeToLive);
    }
}
