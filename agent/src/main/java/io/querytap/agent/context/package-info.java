/** Knows the application's present span: asks whatever copies of the OpenTelemetry API the JVM has in use, and brings none along. */
@NullMarked
package io.querytap.agent.context;

import org.jspecify.annotations.NullMarked;
