/** JDBC: which driver classes are woven, the advice woven into them, and the probe that turns hook calls into measurements. */
@NullMarked
package io.querytap.instrumentation.jdbc;

import org.jspecify.annotations.NullMarked;
