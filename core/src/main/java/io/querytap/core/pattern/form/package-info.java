/** From tokens to the normal form of a statement: its text without values, and its id. */
@NullMarked
package io.querytap.core.pattern.form;

import org.jspecify.annotations.NullMarked;
