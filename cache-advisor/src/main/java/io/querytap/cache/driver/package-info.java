/** Results taken from a driver and given back as the driver's own, one class for each driver. */
@NullMarked
package io.querytap.cache.driver;

import org.jspecify.annotations.NullMarked;
