package stubdriver;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Accepts {@code jdbc:stub:<rows>} and {@code jdbc:stub:<rows>:fresh}. Every query has that many rows. Without {@code fresh} a
 * connection has one statement and one prepared statement, each with one result set, handed out again and again: any byte
 * allocated per query is then the agent's. With {@code fresh} each is a new object, as in real drivers.
 */
public final class StubDriver implements Driver {
    private static final String PREFIX = "jdbc:stub:";
    private static final String FRESH = ":fresh";

    @Override
    public @Nullable Connection connect(String url, @Nullable Properties properties) {
        if (!acceptsURL(url)) {
            return null;
        }
        boolean fresh = url.endsWith(FRESH);
        String rows = url.substring(PREFIX.length(), url.length() - (fresh ? FRESH.length() : 0));
        return new StubConnection(Integer.parseInt(rows), fresh);
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties properties) {
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
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub driver does not log");
    }
}
