/** Where the shop keeps its data: H2 in memory or a PostgreSQL of its own, the tables, and the sample data. */
@NullMarked
package io.querytap.demo.database;

import org.jspecify.annotations.NullMarked;
