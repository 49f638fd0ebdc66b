/** Live answers compared with what the cache would have answered. */
@NullMarked
package io.querytap.cache.shadow;

import org.jspecify.annotations.NullMarked;
