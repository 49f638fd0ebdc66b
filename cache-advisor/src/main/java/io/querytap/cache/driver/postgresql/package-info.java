/** Results of pgjdbc: rows of bytes as the server sent them, text or binary, and the columns' descriptions. */
@NullMarked
package io.querytap.cache.driver.postgresql;

import org.jspecify.annotations.NullMarked;
