/** One connection's way through the cache: conditions, look-up, live execution, fill, writes. */
@NullMarked
package io.querytap.cache.session;

import org.jspecify.annotations.NullMarked;
