package io.querytap.smoke.cache;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** H2, of any version; its database lives as long as the JVM. */
record H2Subject(String name, Driver driver) implements FidelitySubject {
    @Override
    public String types() {
        return "h2";
    }

    @Override
    public List<Transfer> transfers() {
        return List.of(new Transfer("prepared", Map.of(), true, 0), new Transfer("statement", Map.of(), false, 0));
    }

    @Override
    public Connection connect(Properties properties) throws SQLException {
        return driver.connect("jdbc:h2:mem:fidelity;DB_CLOSE_DELAY=-1", properties);
    }
}
