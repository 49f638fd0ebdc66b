package io.querytap.cache.eligibility;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.schema.HarmlessFunctions;
import io.querytap.core.pattern.facts.Cacheability;
import io.querytap.core.pattern.facts.FunctionCall;
import io.querytap.core.pattern.lexis.Dialect;
import java.util.Locale;
import java.util.Set;

/** What calls of functions do beside giving a value. */
final class FunctionEffects {
    /** Changes a setting of the session. */
    static final String SET_CONFIG = "set_config";

    /** What no operator may vouch for: each call does something, or gives another value. */
    private static final Set<String> NEVER_PURE = Set.of(
            "nextval",
            "setval",
            "currval",
            "lastval",
            "last_insert_id",
            "found_rows",
            "row_count",
            SET_CONFIG,
            "pg_notify",
            "sleep",
            "pg_sleep",
            "pg_sleep_for",
            "pg_sleep_until",
            "get_lock",
            "release_lock",
            "release_all_locks",
            "dblink",
            "dblink_exec",
            "query_to_xml",
            "csvwrite",
            "file_write",
            "link_schema",
            "sys_exec",
            "sys_eval",
            "load_file");

    private static final Set<String> WRITING_BUILT_INS_OF_H2 = Set.of("link_schema", "csvwrite", "file_write");

    private FunctionEffects() {}

    /** The tables that a call changes at most; EVERYTHING where nobody knows, and then it may have changed the session too. */
    static TableSet written(String nameAsWritten, int arguments, Basis basis) {
        String lower = nameAsWritten.toLowerCase(Locale.ROOT);
        TableSet declared = basis.rules.procedures().get(lower);
        if (declared != null) {
            return basis.schema.writtenBy(declared);
        }
        String name = TableSet.canonical(nameAsWritten);
        if (!basis.schema.isUserFunction(name)
                && (HarmlessFunctions.contains(name)
                        || arguments >= 0
                                && Cacheability.isImmutable(new FunctionCall(name, arguments), basis.dialect))) {
            return TableSet.EMPTY;
        }
        for (CacheRule rule : basis.rules.rules()) {
            if (rule.pureFunctions().contains(lower) && !isNeverPure(name)) {
                return TableSet.EMPTY;
            }
        }
        if (basis.dialect == Dialect.H2 && WRITING_BUILT_INS_OF_H2.contains(name)) {
            return TableSet.EVERYTHING;
        }
        return basis.schema.writtenByFunction(name);
    }

    /** @param canonicalName the last part in lower case */
    static boolean isNeverPure(String canonicalName) {
        return NEVER_PURE.contains(canonicalName)
                || canonicalName.startsWith("pg_advisory_")
                || canonicalName.startsWith("pg_try_advisory_")
                || canonicalName.startsWith("lo_");
    }
}
