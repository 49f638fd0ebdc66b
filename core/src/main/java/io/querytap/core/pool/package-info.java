/** Connection pools, whichever library they come from: waits, use and creation times, counts and limits. */
@NullMarked
package io.querytap.core.pool;

import org.jspecify.annotations.NullMarked;
