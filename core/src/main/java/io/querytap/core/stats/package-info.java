/** How often and how long: distributions, the bounded registry of patterns, and consistent snapshots of both. */
@NullMarked
package io.querytap.core.stats;

import org.jspecify.annotations.NullMarked;
