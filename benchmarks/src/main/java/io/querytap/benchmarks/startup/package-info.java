/** Two applications whose start is timed. */
@NullMarked
package io.querytap.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
