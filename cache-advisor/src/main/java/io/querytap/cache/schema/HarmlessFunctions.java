package io.querytap.cache.schema;

import java.util.Set;

/**
 * Functions and words like functions that change no table and no session, though their value may be another each time. Of servers whose
 * catalogue lists what is built in, those that it marks as volatile, and the words that are no functions there.
 */
public final class HarmlessFunctions {
    private static final Set<String> NAMES = Set.of(
            // clock, chance, identity
            "now",
            "current_date",
            "current_time",
            "current_timestamp",
            "localtime",
            "localtimestamp",
            "sysdate",
            "systimestamp",
            "clock_timestamp",
            "statement_timestamp",
            "transaction_timestamp",
            "timeofday",
            "random",
            "random_normal",
            "rand",
            "setseed",
            "gen_random_uuid",
            "uuidv4",
            "uuidv7",
            "uuid",
            "random_uuid",
            "user",
            "current_user",
            "session_user",
            "system_user",
            "current_role",
            "current_schema",
            "current_catalog",
            "database",
            "version",
            // sequences and what was inserted
            "nextval",
            "currval",
            "lastval",
            "setval",
            "last_insert_id",
            "identity",
            "scope_identity",
            "found_rows",
            "row_count",
            // waiting, locks and messages
            "sleep",
            "pg_sleep",
            "pg_sleep_for",
            "pg_sleep_until",
            "pg_notify",
            "get_lock",
            "release_lock",
            "is_free_lock",
            "is_used_lock",
            "release_all_locks",
            "pg_advisory_lock",
            "pg_advisory_lock_shared",
            "pg_advisory_unlock",
            "pg_advisory_unlock_shared",
            "pg_advisory_unlock_all",
            "pg_advisory_xact_lock",
            "pg_advisory_xact_lock_shared",
            "pg_try_advisory_lock",
            "pg_try_advisory_lock_shared",
            "pg_try_advisory_xact_lock",
            "pg_try_advisory_xact_lock_shared",
            "pg_cancel_backend",
            "pg_terminate_backend",
            "pg_stat_clear_snapshot",
            "pg_current_xact_id",
            "txid_current",
            "pg_backend_pid",
            // grammar
            "extract",
            "date_part",
            "date_trunc",
            "to_char",
            "concat",
            "string_agg",
            "array_agg",
            "json_agg",
            "jsonb_agg",
            "group_concat",
            "listagg",
            "exists",
            "values",
            "current_setting",
            "convert",
            "merge_action",
            "timestamp",
            "timestamptz",
            "date",
            "time",
            "timetz",
            "interval",
            "regclass",
            "national",
            "nchar",
            "dec",
            "bit",
            "money",
            "name");

    private HarmlessFunctions() {}

    /** @param name in lower case */
    public static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
