/** The transparent result cache: wiring of its parts. */
@NullMarked
package io.querytap.cache;

import org.jspecify.annotations.NullMarked;
