/** Tests of the comparison. */
@NullMarked
package io.querytap.cache.driver.check;

import org.jspecify.annotations.NullMarked;
