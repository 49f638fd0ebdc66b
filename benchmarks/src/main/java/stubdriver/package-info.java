/**
 * A JDBC driver that does nothing, in about two nanoseconds and without allocation, so that what an agent adds is all that is
 * left to measure. Its classes are ordinary ones: an agent finds and weaves them as it does those of a real driver. They are
 * not below {@code io.querytap} because the agent passes over everything there.
 */
@NullMarked
package stubdriver;

import org.jspecify.annotations.NullMarked;
