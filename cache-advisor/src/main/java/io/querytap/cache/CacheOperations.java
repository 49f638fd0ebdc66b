package io.querytap.cache;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.stats.CacheFigures;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an operator can ask of the cache while it runs. Thread-safe. */
public interface CacheOperations {
    /** What the cache did and holds. */
    CacheFigures figures();

    /** Off: everything goes live from the next statement on. Writes are followed even so, so it can be switched on again at any time. */
    void setOn(boolean on);

    boolean isOn();

    /** Drops all entries, here and in the shared tier. */
    void clear();

    /** Holds tables for written, everywhere. */
    void invalidateTables(TableSet tables);

    /**
     * Drops the entries of a rule. In the shared tier these go with the tables that they read, and with them those of other rules.
     *
     * @return how many this JVM held
     */
    int invalidateRule(String rule);

    /**
     * Drops the entries whose text matches, in which {@code *} stands for any characters; letter case does not matter. As for the shared
     * tier see {@link #invalidateRule}.
     *
     * @return how many this JVM held
     */
    int invalidateText(String pattern);

    /** Changes the time to live of a rule until the JVM ends; null: as the file says. Entries that are held are measured by it too. */
    void setTimeToLive(String rule, @Nullable Duration timeToLive);
}
