/** Agroal 1.16 to 3, with its pool and without one: waits, use and creation times and gauges; connections bound to a transaction. */
@NullMarked
package io.querytap.instrumentation.pools.agroal;

import org.jspecify.annotations.NullMarked;
