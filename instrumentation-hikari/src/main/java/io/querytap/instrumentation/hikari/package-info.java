/** HikariCP 4 to 7: waits, use and creation times and gauges, without taking the one slot for a metrics tracker. */
@NullMarked
package io.querytap.instrumentation.hikari;

import org.jspecify.annotations.NullMarked;
