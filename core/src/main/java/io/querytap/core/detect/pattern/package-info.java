/** Judges patterns by what was counted of them: how long they take, how much they read, what of that is never used. */
@NullMarked
package io.querytap.core.detect.pattern;

import org.jspecify.annotations.NullMarked;
