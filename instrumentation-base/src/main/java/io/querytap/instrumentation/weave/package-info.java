/** Which classes are woven and how: class headers read without Byte Buddy, supertypes by name, injected state, inlined advice. */
@NullMarked
package io.querytap.instrumentation.weave;

import org.jspecify.annotations.NullMarked;
