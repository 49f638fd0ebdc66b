package io.querytap.scenarios.label;

/** The kinds of findings that scenarios are labelled with, as the report writes them. */
public final class Kind {
    public static final String N_PLUS_ONE = "n_plus_one";
    public static final String WRITE_LOOP = "write_loop";
    public static final String REDUNDANT_QUERY = "redundant_query";
    public static final String SLOW_QUERY = "slow_query";
    public static final String QUERY_REGRESSION = "query_regression";
    public static final String LARGE_RESULT = "large_result";
    public static final String MISSING_FETCH_SIZE = "missing_fetch_size";
    public static final String EARLY_CLOSE = "early_close";
    public static final String UNREAD_RESULT = "unread_result";
    public static final String UNREAD_COLUMNS = "unread_columns";
    public static final String UNPARAMETERIZED_SQL = "unparameterized_sql";
    public static final String DEEP_OFFSET = "deep_offset";
    public static final String MISSING_PAGINATION = "missing_pagination";
    public static final String LONG_TRANSACTION = "long_transaction";
    public static final String IDLE_IN_TRANSACTION = "idle_in_transaction";
    public static final String UNCOMMITTED_RETURN = "uncommitted_return";
    public static final String CONNECTION_HELD_IDLE = "connection_held_idle";
    public static final String POOL_WAIT = "pool_wait";
    public static final String POOL_TIMEOUT = "pool_timeout";
    public static final String NESTED_ACQUISITION = "nested_acquisition";
    public static final String CONNECTION_LEAK = "connection_leak";
    public static final String AUTOCOMMIT_CHATTER = "autocommit_chatter";
    public static final String STATEMENT_NOT_CLOSED = "statement_not_closed";

    private Kind() {}
}
