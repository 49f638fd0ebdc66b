/** From the JVM's call of premain to the hand-over: find the jar, check that the agent belongs here, define the hooks, build the isolated class loader. JDK only. */
package io.querytap.premain;
