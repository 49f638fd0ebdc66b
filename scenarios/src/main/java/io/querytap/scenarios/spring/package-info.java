/** Scenarios in Spring's JdbcTemplate, with and without a proxy around the repository. */
@NullMarked
package io.querytap.scenarios.spring;

import org.jspecify.annotations.NullMarked;
