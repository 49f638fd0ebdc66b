/** Judges how connections come back from those who borrowed them: uncommitted, with open statements, or held without work. */
@NullMarked
package io.querytap.core.detect.lease;

import org.jspecify.annotations.NullMarked;
