/** What customers and staff ask of the shop, one class per kind of request; each says what it does well or badly. */
@NullMarked
package io.querytap.demo.request;

import org.jspecify.annotations.NullMarked;
