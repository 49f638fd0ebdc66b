/** Results of H2's driver on databases in the same JVM: H2's own values, and what columns are called. */
@NullMarked
package io.querytap.cache.driver.h2;

import org.jspecify.annotations.NullMarked;
