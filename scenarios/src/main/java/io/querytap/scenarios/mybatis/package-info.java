/** Scenarios in MyBatis, and its mapping of the shop. */
@NullMarked
package io.querytap.scenarios.mybatis;

import org.jspecify.annotations.NullMarked;
