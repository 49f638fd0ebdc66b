/** The agent's memory of one JVM: {@link io.querytap.core.Observations} is written to, {@link io.querytap.core.Snapshot} is read. */
@NullMarked
package io.querytap.core;

import org.jspecify.annotations.NullMarked;
