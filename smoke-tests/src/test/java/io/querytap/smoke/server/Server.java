package io.querytap.smoke.server;

/**
 * A running server.
 *
 * @param adminDatabase one that is always there, to connect to for creating others
 */
record Server(String hostAndPort, String adminDatabase, String user, String password) {}
