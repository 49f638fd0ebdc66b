package io.querytap.cache.session;

import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.shared.SharedTier;
import io.querytap.cache.store.EntryFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The shared tier with results instead of bytes. Thread-safe. */
public final class SharedEntries {
    private final SharedTier tier;
    private final EntryFormat format;
    private final Background background;

    public SharedEntries(SharedTier tier, EntryFormat format, Background background) {
        this.tier = tier;
        this.format = format;
        this.background = background;
    }

    public SharedTier tier() {
        return tier;
    }

    /** The generations of these tables now; null where nobody can tell or one of them is being written. */
    public @Nullable SharedStamp stamp(TableSet tables, long budgetNanos) {
        return tier.look(tables, /* key= */ null, budgetNanos).stamp();
    }

    /**
     * The result that a look has found.
     *
     * @return null if its bytes are not ours
     * @throws Throwable what the port throws for bytes that are ours and that it cannot read
     */
    @Nullable
    CapturedResult open(SharedLook found, EntryKey key, DriverPort port) throws Throwable {
        byte[] payload = found.payload();
        SharedStamp stamp = found.stamp();
        if (payload == null || stamp == null) {
            return null;
        }
        byte[] rows = format.read(key, stamp, payload);
        return rows == null ? null : port.decode(ByteBuffer.wrap(rows));
    }

    /** Shares a result, off the caller's thread, as long as its tables have not been written since the stamp. */
    void put(
            EntryKey key,
            SharedStamp stamp,
            DriverPort port,
            CapturedResult result,
            long readNanos,
            long timeToLiveNanos,
            PortState state) {
        background.offer("sharing a result", () -> {
            byte[] payload = null;
            try {
                payload = format.write(key, stamp, port.encode(result));
            } catch (Throwable cannot) { // of this result: then it stays in this JVM
                state.encodingFailed(cannot);
            }
            if (payload != null) {
                tier.put(key, stamp, payload, readNanos, Duration.ofNanos(timeToLiveNanos));
            }
        });
    }
}
