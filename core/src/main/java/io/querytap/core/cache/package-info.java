/** What the instrumentation of drivers and a result cache say to each other; knows neither of them. */
@NullMarked
package io.querytap.core.cache;

import org.jspecify.annotations.NullMarked;
