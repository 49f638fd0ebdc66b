/** The Tomcat JDBC pool, 8.5 and later. */
@NullMarked
package io.querytap.instrumentation.pools.tomcat;

import org.jspecify.annotations.NullMarked;
