/** Servlets and filters of both APIs, javax and jakarta, as entry points: by name, without their classes. */
@NullMarked
package io.querytap.instrumentation.servlet;

import org.jspecify.annotations.NullMarked;
