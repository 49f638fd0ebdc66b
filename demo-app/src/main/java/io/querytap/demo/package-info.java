/** The demo shop: opens its database, serves a fixed number of requests with a few classic database mistakes, and ends. */
@NullMarked
package io.querytap.demo;

import org.jspecify.annotations.NullMarked;
