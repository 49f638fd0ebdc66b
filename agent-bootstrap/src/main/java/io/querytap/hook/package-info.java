/**
 * The few classes that woven code calls and every driver must see. In the shipped jar they are relocated to {@code java.sql}
 * and defined into that package at start-up: every class loader that can load a JDBC driver sees it, by definition. JDK only.
 */
package io.querytap.hook;
