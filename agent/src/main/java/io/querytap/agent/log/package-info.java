/** A stand-in for {@code java.util.logging} that the bundled libraries log to, so that the agent never starts the JVM's log manager before the application does. */
@NullMarked
package io.querytap.agent.log;

import org.jspecify.annotations.NullMarked;
