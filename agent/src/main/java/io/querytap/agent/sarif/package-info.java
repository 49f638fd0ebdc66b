/** Findings as SARIF 2.1.0, for code hosts and editors that show them at their line. */
@NullMarked
package io.querytap.agent.sarif;

import org.jspecify.annotations.NullMarked;
