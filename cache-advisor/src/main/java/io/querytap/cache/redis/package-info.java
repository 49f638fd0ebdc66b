/** The shared tier in Redis. */
@NullMarked
package io.querytap.cache.redis;

import org.jspecify.annotations.NullMarked;
