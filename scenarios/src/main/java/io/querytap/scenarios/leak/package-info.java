/** Scenarios that plant values of which nothing may be seen in any report. */
@NullMarked
package io.querytap.scenarios.leak;

import org.jspecify.annotations.NullMarked;
