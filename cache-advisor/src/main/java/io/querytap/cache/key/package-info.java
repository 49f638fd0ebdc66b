/** What makes two executions the same: text, typed parameters, database, user, session. */
@NullMarked
package io.querytap.cache.key;

import org.jspecify.annotations.NullMarked;
