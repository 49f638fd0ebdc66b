/** Scenarios about pools: who holds the connections while others wait, and why. */
@NullMarked
package io.querytap.scenarios.pool;

import org.jspecify.annotations.NullMarked;
