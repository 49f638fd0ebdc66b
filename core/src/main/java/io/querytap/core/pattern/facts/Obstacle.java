package io.querytap.core.pattern.facts;

/** What in a text forbids to keep its result, whatever its functions are. In the order in which they are reported. */
public enum Obstacle {
    /** Empty, or nothing but comments. */
    NO_STATEMENT,
    SEVERAL_STATEMENTS,
    /** Anything but SELECT, VALUES, TABLE, and WITH around them. */
    NOT_A_QUERY,
    /** INSERT, UPDATE, DELETE or MERGE inside a query, as in a common table expression. */
    CHANGES_DATA,
    /** SELECT INTO a table, a variable or a file. */
    INTO,
    /** FOR UPDATE and its relatives, or a table hint that locks. */
    LOCKING,
    /** A hint or isolation by which rows are seen that are not committed yet, or not seen because they are locked. */
    DIRTY_READ,
    /** TABLESAMPLE and its relatives. */
    SAMPLING,
    /** {@code nextval}, {@code s.NEXTVAL}, NEXT VALUE FOR and the like. */
    SEQUENCE,
    /** {@code @x}, {@code @@x}: the session's. */
    VARIABLE,
    /** A catalogue of the server. */
    SYSTEM_TABLE,
    /** A table that each session has for itself. */
    TEMPORARY_TABLE,
    /** A table of another server: {@code t@link}, four-part names. */
    REMOTE_TABLE,
    /** A function in FROM. */
    TABLE_FUNCTION,
    /** The literal {@code 'now'} and its like, which PostgreSQL reads as a time. */
    TIME_LITERAL,
    /** A pseudo-column or option whose value depends on more than the tables: ROWNUM, SQL_CALC_FOUND_ROWS, AS OF. */
    PSEUDO_COLUMN,
    /** Not every part of the text was understood. */
    NOT_PARSED
}
