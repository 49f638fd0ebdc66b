/** Scenarios in a real servlet container. */
@NullMarked
package io.querytap.scenarios.servlet;

import org.jspecify.annotations.NullMarked;
