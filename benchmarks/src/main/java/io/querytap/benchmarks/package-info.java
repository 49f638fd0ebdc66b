/**
 * What the agent costs, measured beside no agent and beside the agent of OpenTelemetry: the JMH benchmarks, which know nothing
 * of any agent, and the commands that run them under one agent after the other. Commands and figures: docs/performance.md.
 */
@NullMarked
package io.querytap.benchmarks;

import org.jspecify.annotations.NullMarked;
