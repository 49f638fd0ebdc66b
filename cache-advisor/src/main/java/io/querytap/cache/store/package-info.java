/** Entries: in this JVM, and in the form in which they travel. */
@NullMarked
package io.querytap.cache.store;

import org.jspecify.annotations.NullMarked;
