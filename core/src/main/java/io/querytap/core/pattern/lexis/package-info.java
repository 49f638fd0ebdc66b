/** From characters to tokens, by the rules of a dialect and the modes of a server. */
@NullMarked
package io.querytap.core.pattern.lexis;

import org.jspecify.annotations.NullMarked;
