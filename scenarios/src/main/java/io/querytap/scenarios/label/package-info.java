/** What is said about a scenario: how it is run, and what must and may be found in it. */
@NullMarked
package io.querytap.scenarios.label;

import org.jspecify.annotations.NullMarked;
