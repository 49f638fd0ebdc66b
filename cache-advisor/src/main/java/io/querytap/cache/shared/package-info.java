/** What a tier that several JVMs share must be able to do; knows no product. */
@NullMarked
package io.querytap.cache.shared;

import org.jspecify.annotations.NullMarked;
