/** Scenarios in Hibernate, and its mapping of the shop. */
@NullMarked
package io.querytap.scenarios.hibernate;

import org.jspecify.annotations.NullMarked;
