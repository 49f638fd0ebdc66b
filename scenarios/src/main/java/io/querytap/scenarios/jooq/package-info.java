/** Scenarios in jOOQ. */
@NullMarked
package io.querytap.scenarios.jooq;

import org.jspecify.annotations.NullMarked;
