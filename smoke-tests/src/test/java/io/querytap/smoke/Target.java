package io.querytap.smoke;

import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.util.function.Supplier;

/** A database and the driver that reaches it. */
enum Target {
    H2(Library.H2, () -> new TestDatabase("jdbc:h2:mem:smoke;DB_CLOSE_DELAY=-1", "sa", "")),
    HSQLDB(Library.HSQLDB, () -> new TestDatabase("jdbc:hsqldb:mem:smoke", "SA", "")),
    POSTGRESQL(Library.POSTGRESQL, TestDatabases::newPostgresql),
    MARIADB(Library.MARIADB, TestDatabases::newMariadb),
    MARIADB_BY_MYSQL_DRIVER(Library.MYSQL, TestDatabases::newMariadbForMysqlDriver);

    final Library driver;
    private final Supplier<TestDatabase> newDatabase;

    Target(Library driver, Supplier<TestDatabase> newDatabase) {
        this.driver = driver;
        this.newDatabase = newDatabase;
    }

    /** An empty one. */
    TestDatabase newDatabase() {
        return newDatabase.get();
    }
}
