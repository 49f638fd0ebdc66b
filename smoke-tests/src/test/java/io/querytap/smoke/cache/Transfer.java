package io.querytap.smoke.cache;

import java.util.Map;

/**
 * One way in which rows come from a server.
 *
 * @param properties for connections, beside user and password
 * @param isPrepared whether by a {@code PreparedStatement}
 * @param executionsBefore how often a statement is executed before its answers count; drivers change their ways after some
 */
record Transfer(String name, Map<String, String> properties, boolean isPrepared, int executionsBefore) {}
