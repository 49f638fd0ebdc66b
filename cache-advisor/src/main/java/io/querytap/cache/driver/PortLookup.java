package io.querytap.cache.driver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A driver's port, or why there is none. Immutable. */
public final class PortLookup {
    private final @Nullable DriverPort port;
    private final @Nullable String reason;

    private PortLookup(@Nullable DriverPort port, @Nullable String reason) {
        this.port = port;
        this.reason = reason;
    }

    static PortLookup found(DriverPort port) {
        return new PortLookup(port, null);
    }

    static PortLookup none(String reason) {
        return new PortLookup(null, reason);
    }

    public @Nullable DriverPort port() {
        return port;
    }

    /** For people; only where there is no port. */
    public String reason() {
        return Objects.requireNonNull(reason, "reason");
    }
}
