/** From the tokens of the normal form to what a statement does: operations, tables, columns, functions, limits. */
@NullMarked
package io.querytap.core.pattern.facts;

import org.jspecify.annotations.NullMarked;
