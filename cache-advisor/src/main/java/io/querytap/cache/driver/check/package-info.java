/** Whether a result given back is the result that the database gave: everything asked of both, and compared. */
@NullMarked
package io.querytap.cache.driver.check;

import org.jspecify.annotations.NullMarked;
