/** c3p0 0.9.5 to 0.14: waits, use and creation times and gauges; connections that helper threads make. */
@NullMarked
package io.querytap.instrumentation.pools.c3p0;

import org.jspecify.annotations.NullMarked;
