/** Numbers of tables that change with every write, and fences around commits, in this JVM. */
@NullMarked
package io.querytap.cache.generation;

import org.jspecify.annotations.NullMarked;
