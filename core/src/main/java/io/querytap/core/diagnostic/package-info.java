/** What the agent says about itself: messages to the operator, each said once, and a count of its own errors. */
@NullMarked
package io.querytap.core.diagnostic;

import org.jspecify.annotations.NullMarked;
