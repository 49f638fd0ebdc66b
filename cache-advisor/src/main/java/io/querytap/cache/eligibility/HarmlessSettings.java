package io.querytap.cache.eligibility;

import java.util.Set;

/**
 * Settings of sessions that change how a server works but not what it answers: limits of time, the planner's choices, names for
 * people. Everything else that a session sets becomes part of the key.
 */
final class HarmlessSettings {
    private static final Set<String> NAMES = Set.of(
            // PostgreSQL
            "application_name",
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "transaction_timeout",
            "work_mem",
            "hash_mem_multiplier",
            "maintenance_work_mem",
            "temp_buffers",
            "effective_cache_size",
            "effective_io_concurrency",
            "random_page_cost",
            "seq_page_cost",
            "cpu_tuple_cost",
            "cpu_index_tuple_cost",
            "cpu_operator_cost",
            "jit",
            "jit_above_cost",
            "geqo",
            "geqo_threshold",
            "from_collapse_limit",
            "join_collapse_limit",
            "default_statistics_target",
            "plan_cache_mode",
            "constraint_exclusion",
            "max_parallel_workers",
            "max_parallel_workers_per_gather",
            "synchronous_commit",
            "client_min_messages",
            "log_min_messages",
            "log_statement",
            "log_min_duration_statement",
            "default_transaction_read_only",
            "transaction_read_only",
            "default_transaction_deferrable",
            "deadlock_timeout",
            "tcp_keepalives_idle",
            "tcp_keepalives_interval",
            "tcp_keepalives_count",
            "tcp_user_timeout",
            "default_tablespace",
            "temp_tablespaces",
            // which constraints are checked, and whether foreign keys act: then more is held for changed than was
            "session_replication_role",
            // MySQL and MariaDB
            "autocommit",
            "tx_read_only",
            "wait_timeout",
            "interactive_timeout",
            "net_read_timeout",
            "net_write_timeout",
            "lock_wait_timeout",
            "innodb_lock_wait_timeout",
            "max_execution_time",
            "max_statement_time",
            "optimizer_switch",
            "optimizer_search_depth",
            "join_buffer_size",
            "sort_buffer_size",
            "read_buffer_size",
            "read_rnd_buffer_size",
            "tmp_table_size",
            "max_heap_table_size",
            "profiling",
            "foreign_key_checks",
            "unique_checks",
            "sql_safe_updates",
            "sql_log_bin",
            "sql_log_off",
            "sql_notes",
            // H2
            "query_timeout",
            "throttle",
            "default_lock_timeout",
            "max_memory_rows",
            "max_memory_undo",
            "write_delay");

    private HarmlessSettings() {}

    /** @param setting in lower case */
    static boolean contains(String setting) {
        return NAMES.contains(setting) || setting.startsWith("enable_"); // the planner's switches of PostgreSQL
    }
}
