/** Wires the agent once, in reading order: settings, observations, instrumentation, control plane, exits. */
@NullMarked
package io.querytap.agent;

import org.jspecify.annotations.NullMarked;
