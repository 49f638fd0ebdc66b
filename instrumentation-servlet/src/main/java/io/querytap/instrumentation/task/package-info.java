/** Carries units of work over to the threads of executors and to virtual threads. */
@NullMarked
package io.querytap.instrumentation.task;

import org.jspecify.annotations.NullMarked;
