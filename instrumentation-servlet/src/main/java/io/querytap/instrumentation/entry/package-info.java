/** Methods that are entry points of their own: annotated listeners and scheduled methods, jobs, methods that the user names. */
@NullMarked
package io.querytap.instrumentation.entry;

import org.jspecify.annotations.NullMarked;
