package io.querytap.smoke.app.attack;

/** Prints a line for each case of a database, beginning with {@link Attacks#RIGHT} or saying what is wrong. Arguments: URL, user, password. */
public final class CacheAttackApp {
    private CacheAttackApp() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        boolean isPostgresql = url.startsWith("jdbc:postgresql:");
        boolean isH2 = url.startsWith("jdbc:h2:");
        String random = isPostgresql ? "random" : "rand";
        if (isPostgresql) {
            PostgresqlAttacks.create(url, arguments[1], arguments[2]);
            new PostgresqlAttacks(url, arguments[1], arguments[2]).run();
            new PostgresqlSessionAttacks(url, arguments[1], arguments[2]).run();
        } else if (isH2) {
            new H2Attacks(url, arguments[1], arguments[2]).run();
        } else {
            new MariadbAttacks(url, arguments[1], arguments[2]).run();
        }
        new CommonAttacks(url, arguments[1], arguments[2], random).run();
        System.out.println("done");
    }
}
