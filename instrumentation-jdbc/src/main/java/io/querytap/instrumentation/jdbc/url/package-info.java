/** Where a JDBC URL leads: which product, which server, which database, read from URL, properties and class names alone. */
@NullMarked
package io.querytap.instrumentation.jdbc.url;

import org.jspecify.annotations.NullMarked;
