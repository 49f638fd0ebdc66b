/** In a package of the OpenTelemetry library, because the method to be measured is visible there only. Never shipped. */
@NullMarked
package io.opentelemetry.instrumentation.api.incubator.semconv.db;

import org.jspecify.annotations.NullMarked;
