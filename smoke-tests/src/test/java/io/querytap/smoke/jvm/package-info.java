/** Runs a main class in a JVM of its own, with or without the agent, and reads what it left behind. */
package io.querytap.smoke.jvm;
