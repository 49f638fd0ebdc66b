/** What is woven into drivers where results are cached, and what is kept for that of connections and statements. */
@NullMarked
package io.querytap.instrumentation.jdbc.cache;

import org.jspecify.annotations.NullMarked;
