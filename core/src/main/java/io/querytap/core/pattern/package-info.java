/** What a SQL text says: lexer, normal form, id and facts of a statement; knows nothing of time or connections. */
@NullMarked
package io.querytap.core.pattern;

import org.jspecify.annotations.NullMarked;
