package io.querytap.cache.session;

import io.querytap.cache.driver.DriverPort;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Tries whether results that a port gives back are like live ones. */
public interface PortCheck {
    /**
     * On a connection of the agent's own, which the caller closes.
     *
     * @return the first difference; null if there is none
     * @throws Throwable whatever the port throws, which is a difference too, or what the connection throws
     */
    @Nullable
    String firstDifference(DriverPort port, Connection connection) throws Throwable;
}
