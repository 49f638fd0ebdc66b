/** Compares what a report says with what a scenario's labels say, and counts. Knows nothing of how the agent finds what it finds. */
@NullMarked
package io.querytap.scenarios.judge;

import org.jspecify.annotations.NullMarked;
