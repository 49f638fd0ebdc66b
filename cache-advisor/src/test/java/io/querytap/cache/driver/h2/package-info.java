/** Tests of H2's port, in one process. */
@NullMarked
package io.querytap.cache.driver.h2;

import org.jspecify.annotations.NullMarked;
