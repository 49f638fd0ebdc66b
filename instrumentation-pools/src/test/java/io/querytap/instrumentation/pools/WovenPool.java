package io.querytap.instrumentation.pools;

import io.querytap.core.Observations;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.FinishedUnit;
import io.querytap.instrumentation.weave.WeavingLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One pool of one release, small and impatient unless its settings say otherwise. */
final class WovenPool implements AutoCloseable {
    static final int MAX = 2;
    static final long TIMEOUT_MILLIS = 250;

    private final Release release;
    private final WovenLibrary woven;
    private final Map<String, Object> settings = new HashMap<>();
    private String url = WovenLibrary.newDatabase();
    private @Nullable DataSource source;

    WovenPool(Release release) {
        this.release = release;
        woven = new WovenLibrary(release.jars.toArray(new String[0]));
        settings.put("max", MAX);
        settings.put("timeoutMillis", TIMEOUT_MILLIS);
    }

    WovenPool with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    WovenPool url(String other) {
        url = other;
        return this;
    }

    DataSource open() throws Exception {
        DataSource opened = release.library.open(loader(), url, settings);
        source = opened;
        return opened;
    }

    @Override
    public void close() throws ReflectiveOperationException {
        shutDown();
    }

    /** Closes the pool; its figures stay. */
    void shutDown() throws ReflectiveOperationException {
        if (source != null) {
            release.library.close(source);
        }
    }

    WeavingLoader loader() {
        return woven.loader();
    }

    Observations observations() {
        return woven.observations();
    }

    PoolSnapshot snapshot() {
        return woven.snapshot();
    }

    List<FinishedUnit> finishedUnits() {
        return woven.finishedUnits();
    }
}
