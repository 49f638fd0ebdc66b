/** Which line of the application called: one walk over the stack, when a detector has a reason to ask. */
@NullMarked
package io.querytap.core.callsite;

import org.jspecify.annotations.NullMarked;
