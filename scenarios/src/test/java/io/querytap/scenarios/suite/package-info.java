/** Runs the scenarios in JVMs of their own with the built agent jar, and has them judged. */
@NullMarked
package io.querytap.scenarios.suite;

import org.jspecify.annotations.NullMarked;
