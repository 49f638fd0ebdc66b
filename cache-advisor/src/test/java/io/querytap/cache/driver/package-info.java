/** Tests of what all ports share. */
@NullMarked
package io.querytap.cache.driver;

import org.jspecify.annotations.NullMarked;
