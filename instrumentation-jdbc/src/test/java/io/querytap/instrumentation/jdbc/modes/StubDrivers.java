package io.querytap.instrumentation.jdbc.modes;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;

/** Connection classes that are named like those of drivers and answer as a test wants. */
final class StubDrivers {
    static final String POSTGRESQL = "org.postgresql.jdbc.PgConnection";
    static final String MARIADB = "org.mariadb.jdbc.Connection";
    static final String MYSQL = "com.mysql.cj.jdbc.ConnectionImpl";

    private StubDrivers() {}

    static PostgresStub postgresql() {
        return named(POSTGRESQL, PostgresStub.class);
    }

    static MySqlStub mariadb() {
        return named(MARIADB, MySqlStub.class);
    }

    static MySqlStub mysql() {
        return named(MYSQL, MySqlStub.class);
    }

    /** An instance of a class with that name that has the methods of the given one. */
    static <T> T named(String name, Class<T> methods) {
        try {
            return new ByteBuddy()
                    .subclass(methods)
                    .name(name)
                    .make()
                    .load(StubDrivers.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                    .getLoaded()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    /** What every stub can do instead of answering. */
    public static class Stub {
        Throwable failure;
        int calls;

        void answer() {
            calls++;
            if (failure != null) {
                StubDrivers.<RuntimeException>sneak(failure);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    public static class PostgresStub extends Stub {
        String conformingStrings = "on";

        public String getParameterStatus(String name) {
            answer();
            return "standard_conforming_strings".equals(name) ? conformingStrings : null;
        }
    }

    /** Has the getters of both drivers: connection, session, server session and context in one. */
    public static class MySqlStub extends Stub {
        boolean literalBackslashes;
        boolean ansiQuotes;
        boolean withoutSession;
        long id = 7;

        public MySqlStub getContext() {
            return getSession();
        }

        public MySqlStub getSession() {
            answer();
            return withoutSession ? null : this;
        }

        public MySqlStub getServerSession() {
            return this;
        }

        public int getServerStatus() {
            return getStatusFlags();
        }

        public int getStatusFlags() {
            return literalBackslashes ? 0x202 : 0x2;
        }

        public boolean useAnsiQuotedIdentifiers() {
            return ansiQuotes;
        }

        public long getId() {
            answer();
            return id;
        }

        public long getThreadId() {
            return getId();
        }
    }

    /** An older or a later version, without the getters that are looked for. */
    public static class WithoutGetters {}

    /** A version whose getters return something else. */
    public static class OtherTypes {
        public Object getParameterStatus(String name) {
            return "off";
        }

        public OtherTypes getContext() {
            return this;
        }

        public long getServerStatus() {
            return 0x202;
        }

        public String getThreadId() {
            return "7";
        }
    }
}
