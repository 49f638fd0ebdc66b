package io.querytap.cache.eligibility;

import java.util.Locale;

/** Why an execution under a rule was not answered, or its result not kept. Names in lower case are attribute values of a metric. */
public enum Refusal {
    // The rule

    /** The cache is switched off at run time. */
    SWITCHED_OFF,
    /** The rule was withdrawn after a proven mismatch. */
    WITHDRAWN,
    /** The driver is none of those whose results can be replayed. */
    DRIVER_UNKNOWN,
    /** The replay was not the same as the live result when it was tried. */
    SELF_CHECK_FAILED,
    /** The self-check is not over yet, or could not be run. */
    SELF_CHECK_PENDING,
    /** The catalogue could not be read, or is being read anew. */
    SCHEMA_UNKNOWN,

    // The text: the reason is said with the rule, see Cacheability

    /** The text does not allow it. */
    STATEMENT,
    /** A function of the text is shadowed by one of the application's in the database. */
    FUNCTION_SHADOWED,
    /** A relation of the text could not be resolved to tables. */
    RELATION_UNKNOWN,
    /** A table has row security. */
    ROW_SECURITY,
    /** A table that each session has for itself may shadow one of the text. */
    TEMPORARY_TABLE,
    /** A table whose rows are elsewhere. */
    FOREIGN_TABLE,

    // The connection

    AUTOCOMMIT_OFF,
    IN_TRANSACTION,
    /** The session reads what was not committed. */
    READ_UNCOMMITTED,
    /** The session was changed in a way that is not part of the key. */
    TAINTED,
    /** The driver does not tell what must be part of the key. */
    SESSION_UNKNOWN,
    /** Something between driver and server gives each transaction another session. */
    POOLER,
    /** The server is a replica. */
    REPLICA,
    /** Part of a global transaction. */
    GLOBAL_TRANSACTION,

    // The call

    /** Scrolls over changing rows, or can update them. */
    RESULT_SET_TYPE,
    /** The rows would be streamed or fetched in portions. */
    FETCH_SIZE,
    /** A named cursor, a limit on the length of fields, escapes that are not processed. */
    STATEMENT_OPTION,
    /** A parameter cannot be part of a key: a stream, a large object, a type of the driver. */
    PARAMETER_OPAQUE,
    /** A parameter was not set, or before the rule was there. */
    PARAMETER_MISSING,

    // The tables at this moment

    /** A table is being written, or was while the statement ran. */
    FENCED,
    /** The shared tier does not answer. */
    SHARED_UNAVAILABLE,

    // The result

    TOO_MANY_ROWS,
    TOO_LARGE,
    /** Empty, and the rule does not keep empty results. */
    EMPTY,
    /** Not all rows are there. */
    INCOMPLETE,
    /** The result came with warnings. */
    WARNINGS,
    /** A column's value is elsewhere, such as a large object's. */
    LOCATOR,
    /** The execution failed. */
    FAILED,
    /** The host's heap is nearly full. */
    HEAP_PRESSURE,
    /** An error of ours. */
    INTERNAL;

    /** As it is written in metrics and reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
