package io.querytap.cache.redis;

import java.util.HashMap;
import java.util.Map;

/** What a server says of itself in {@code INFO}. Immutable. */
final class ServerIdentity {
    private static final int FIRST_WITH_TRACKING = 6;
    private static final int FIRST_WITH_SCRIPT_FLAGS = 7;

    private final Map<String, String> fields = new HashMap<>();

    ServerIdentity(String info) {
        for (String line : info.split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
    }

    /**
     * Another after every restart (run id) and after every promotion (replication id): a server that was demoted and comes back is not the one it
     * was.
     */
    String id() {
        return field("run_id") + '/' + field("master_replid");
    }

    boolean isPrimary() {
        return "master".equals(field("role"));
    }

    boolean isKnown() {
        return !field("run_id").isEmpty();
    }

    boolean isRecentEnough() {
        return major() >= FIRST_WITH_TRACKING;
    }

    boolean knowsScriptFlags() {
        return major() >= FIRST_WITH_SCRIPT_FLAGS;
    }

    /** Whether it may throw away generations and fences to make room. */
    boolean mayEvict() {
        return field("maxmemory_policy").startsWith("allkeys") && !"0".equals(field("maxmemory"));
    }

    private int major() {
        String version = field("redis_version");
        int dot = version.indexOf('.');
        try {
            return dot < 0 ? 0 : Integer.parseInt(version.substring(0, dot));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
