/** What the catalogue of a database says of tables: views, triggers, cascades, partitions, row security. */
@NullMarked
package io.querytap.cache.schema;

import org.jspecify.annotations.NullMarked;
