/** Vibur DBCP 25 and 26: waits, use and creation times and gauges. */
@NullMarked
package io.querytap.instrumentation.pools.vibur;

import org.jspecify.annotations.NullMarked;
