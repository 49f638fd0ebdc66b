/** The application whose queries a cache answers; see {@code CacheCost}. Not part of the benchmark process. */
@NullMarked
package io.querytap.benchmarks.cached;

import org.jspecify.annotations.NullMarked;
