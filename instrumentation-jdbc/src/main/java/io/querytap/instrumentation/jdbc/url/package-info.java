/** Which database. */
@NullMarked
package io.querytap.instrumentation.jdbc.url;

import org.jspecify.annotations.NullMarked;
