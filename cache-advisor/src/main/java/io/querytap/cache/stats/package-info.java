/** What the cache did, by rule. */
@NullMarked
package io.querytap.cache.stats;

import org.jspecify.annotations.NullMarked;
