/** Alibaba Druid, 1.1 and 1.2. */
@NullMarked
package io.querytap.instrumentation.pools.druid;

import org.jspecify.annotations.NullMarked;
