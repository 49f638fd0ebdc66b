package io.querytap.demo.database;

import org.h2.engine.Constants;

/** H2 in the memory of this process. */
public final class H2Database implements ShopDatabase {

    private final String name;

    /** Databases of different names share nothing. */
    public H2Database(String name) {
        this.name = name;
    }

    @Override
    public String displayName() {
        return "H2 " + Constants.VERSION + " in memory";
    }

    @Override
    public String jdbcUrl() {
        // Kept open without connections (the pool may retire its last one); a busy machine gets time to release row
        // locks.
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000";
    }

    @Override
    public String user() {
        return "shop";
    }

    @Override
    public String password() {
        return "shop";
    }

    @Override
    public int pageViews() {
        return 50_000;
    }

    @Override
    public void close() {
        // Memory goes with the process.
    }
}
