/** Sends what was observed over OTLP: metrics from snapshots, spans of finished units of work, log events of findings; never on the application's threads. */
@NullMarked
package io.querytap.agent.telemetry;

import org.jspecify.annotations.NullMarked;
