package io.querytap.smoke.server;

/** How an application reaches its database. */
public record TestDatabase(String url, String user, String password) {}
