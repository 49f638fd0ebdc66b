/** Changes the exit code of the JVM after everything else has ended, for those who want findings to fail a build. */
@NullMarked
package io.querytap.instrumentation.exit;

import org.jspecify.annotations.NullMarked;
