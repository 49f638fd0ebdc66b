/** How large a pool should be: queueing theory where it holds, and what was recorded, played again, where it does not. Pure arithmetic. */
@NullMarked
package io.querytap.core.pool.sizing;

import org.jspecify.annotations.NullMarked;
