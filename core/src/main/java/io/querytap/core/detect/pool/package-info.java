/** Watches connection pools: who waits and why, who never gives back, who asks twice, and when the JVM itself was the reason. */
@NullMarked
package io.querytap.core.detect.pool;

import org.jspecify.annotations.NullMarked;
