package io.querytap.cache.eligibility;

import io.querytap.cache.schema.SchemaSnapshot;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names under which sessions made temporary tables, so that writing one that no catalogue has is not taken for writing everything. Thread-safe. */
final class TemporaryNames {
    /** Of applications that invent a new name each time the further ones are not known; then their writes count for everything. */
    static final int MAX_NAMES = 1_000;

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    void add(String canonicalName) {
        if (names.size() < MAX_NAMES) {
            names.add(canonicalName);
        }
    }

    /** The table is one that sessions have for themselves, and no other has its name. */
    boolean isTemporary(String canonicalName, SchemaSnapshot schema) {
        return names.contains(canonicalName) && schema.isKnown() && !schema.hasRelation(canonicalName);
    }
}
