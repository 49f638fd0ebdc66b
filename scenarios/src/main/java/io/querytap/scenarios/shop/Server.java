package io.querytap.scenarios.shop;

/** The PostgreSQL server on which the judge has made a database for each scenario that needs one. */
public record Server(String hostAndPort, String user, String password) {
    /** Where everything is in memory. */
    public static final Server NONE = new Server("", "", "");
}
