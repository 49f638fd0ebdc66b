/** Oracle UCP 19 to 23, over any driver: waits, use and creation times and gauges. */
@NullMarked
package io.querytap.instrumentation.pools.ucp;

import org.jspecify.annotations.NullMarked;
