/** The least that an agent can do: what it costs to start, ours cannot go below. */
@NullMarked
package io.querytap.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
