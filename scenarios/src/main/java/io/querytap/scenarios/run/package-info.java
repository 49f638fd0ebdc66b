/** The main class that runs scenarios, and the list of all of them. */
@NullMarked
package io.querytap.scenarios.run;

import org.jspecify.annotations.NullMarked;
