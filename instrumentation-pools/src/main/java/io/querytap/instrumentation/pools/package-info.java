/** Connection pools other than HikariCP, a package each. */
@NullMarked
package io.querytap.instrumentation.pools;

import org.jspecify.annotations.NullMarked;
