/** What the observations mean: detectors that look at snapshots on the agent's own thread, and the findings they raise. */
@NullMarked
package io.querytap.core.detect;

import org.jspecify.annotations.NullMarked;
