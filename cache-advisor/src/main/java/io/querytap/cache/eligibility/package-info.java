/** Whether a statement, a connection or a result may take part, and why not. */
@NullMarked
package io.querytap.cache.eligibility;

import org.jspecify.annotations.NullMarked;
