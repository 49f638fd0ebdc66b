/** What one request or job did: the compact records of a unit of work, and the queue that hands closed units to the control plane. */
@NullMarked
package io.querytap.core.work;

import org.jspecify.annotations.NullMarked;
