/** Scenarios whose work is spread over threads, or begins with one. */
@NullMarked
package io.querytap.scenarios.threads;

import org.jspecify.annotations.NullMarked;
