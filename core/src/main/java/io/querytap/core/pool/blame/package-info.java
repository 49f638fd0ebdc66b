/** Lays the time that was waited for connections of a pool to those who held them, or to what else was the reason. */
@NullMarked
package io.querytap.core.pool.blame;

import org.jspecify.annotations.NullMarked;
