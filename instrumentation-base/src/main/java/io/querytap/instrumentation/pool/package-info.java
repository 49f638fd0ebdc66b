/** What all connection pools have in common: the probe that receives what their woven code tells, and what it has to know of a library. */
@NullMarked
package io.querytap.instrumentation.pool;

import org.jspecify.annotations.NullMarked;
