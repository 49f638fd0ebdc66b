package io.querytap.smoke.app;

import java.util.logging.LogManager;

/** The log manager of an application that brings its own, as application servers do. */
public final class OwnLogManager extends LogManager {}
