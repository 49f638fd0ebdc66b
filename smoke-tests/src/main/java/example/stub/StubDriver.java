package example.stub;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/** Accepts {@code jdbc:stub:} URLs. */
public final class StubDriver implements Driver {
    private static final String PREFIX = "jdbc:stub:";

    /** Makes the driver known to {@link DriverManager}. */
    public static void register() throws SQLException {
        DriverManager.registerDriver(new StubDriver());
    }

    @Override
    public Connection connect(String url, Properties properties) {
        return acceptsURL(url) ? new StubConnection() : null;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("example.stub");
    }
}
