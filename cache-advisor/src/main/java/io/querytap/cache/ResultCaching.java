package io.querytap.cache;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.session.Engine;
import io.querytap.cache.shadow.Evidence;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.ResultCache;
import io.querytap.core.cache.SessionCache;
import io.querytap.core.diagnostic.Diagnostics;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The result cache of this JVM. */
public final class ResultCaching implements ResultCache, CacheOperations, AutoCloseable {
    private final Engine engine;

    public ResultCaching(CacheConfig config) {
        engine = new Engine(config);
    }

    @Override
    public @Nullable SessionCache open(OpenedConnection opened) {
        try {
            return engine.open(opened);
        } catch (Throwable failure) { // a connection whose writes nobody follows makes every answer doubtful
            Diagnostics.failed("opening a session of the result cache (the cache is off now)", failure);
            engine.setOn(false);
            return null;
        }
    }

    /** Takes the rules that hold now; otherwise that is done within a second. */
    public void refreshRules() {
        engine.refreshRules();
    }

    @Override
    public CacheFigures figures() {
        return engine.figures();
    }

    /** What was proven against the rules that were withdrawn since the last call: each is told once. */
    public List<Evidence> takeWithdrawn() {
        return engine.takeWithdrawn();
    }

    @Override
    public void setOn(boolean on) {
        engine.setOn(on);
    }

    @Override
    public boolean isOn() {
        return engine.isOn();
    }

    @Override
    public void clear() {
        engine.clear();
    }

    @Override
    public void invalidateTables(TableSet tables) {
        engine.invalidate(tables);
    }

    @Override
    public int invalidateRule(String rule) {
        return engine.invalidateIf(entry -> entry.rule().equals(rule));
    }

    @Override
    public int invalidateText(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        Pattern matching = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        return engine.invalidateIf(entry -> matching.matcher(entry.sql()).matches());
    }

    @Override
    public void setTimeToLive(String rule, @Nullable Duration timeToLive) {
        engine.setTtlNanos(rule, timeToLive == null ? null : timeToLive.toNanos());
    }

    @Override
    public void close() {
        engine.close();
    }
}
