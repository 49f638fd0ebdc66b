package io.querytap.demo.database;

/** A running, empty database that belongs to this process and goes away with it. */
public interface ShopDatabase extends AutoCloseable {

    /** Name and version for the user, as in "PostgreSQL 18". */
    String displayName();

    String jdbcUrl();

    String user();

    String password();

    /** How many page views make the campaign report take about a second and a half here; databases differ in speed. */
    int pageViews();

    @Override
    void close();
}
