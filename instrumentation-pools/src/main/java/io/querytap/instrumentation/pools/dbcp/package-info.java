/** Commons DBCP 2.9 and later, and the copy of it that Tomcat brings for its own resources. */
@NullMarked
package io.querytap.instrumentation.pools.dbcp;

import org.jspecify.annotations.NullMarked;
