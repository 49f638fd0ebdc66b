/** Connection pools, whichever library they come from: who borrows, who waits, to whom the waiting is laid, and how large they should be. */
@NullMarked
package io.querytap.core.pool;

import org.jspecify.annotations.NullMarked;
