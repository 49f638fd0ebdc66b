package io.querytap.core.pool.sizing;

/** What kept a recommended size from being what the load alone asks for. Immutable. */
public final class SizeBound {
    /** Where a bound comes from. */
    public enum Kind {
        /** Fewer could block each other for good: borrowers need several connections at once. */
        DEADLOCK("deadlock"),
        /** More connections than this were never wanted at once. */
        NEVER_WANTED("never_wanted"),
        /** The database allows no more, {@code querytap.pool.database-connections}. */
        DATABASE_CONNECTIONS("database_connections"),
        /** The database has no processors for more, {@code querytap.pool.database-cores}. */
        DATABASE_CORES("database_cores"),
        /** The database gets slower the more connections are in use. */
        DATABASE_BOTTLENECK("database_bottleneck");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The name that reports and telemetry write. */
        public String id() {
            return id;
        }
    }

    private final Kind kind;
    private final int size;
    private final String why;

    SizeBound(Kind kind, int size, String why) {
        this.kind = kind;
        this.size = size;
        this.why = why;
    }

    public Kind kind() {
        return kind;
    }

    /** The size that it allows or asks for. */
    public int size() {
        return size;
    }

    /** A sentence for people. */
    public String why() {
        return why;
    }
}
