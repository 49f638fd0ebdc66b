/** Looks at what connections are used for this moment, to tell of a transaction while it is still open. */
@NullMarked
package io.querytap.core.detect.watch;

import org.jspecify.annotations.NullMarked;
