/** Scenarios in plain JDBC, most of them with HikariCP. */
@NullMarked
package io.querytap.scenarios.jdbc;

import org.jspecify.annotations.NullMarked;
