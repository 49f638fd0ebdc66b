/** What the operator allows: the rules, their file, its validation and re-reading. */
@NullMarked
package io.querytap.cache.rule;

import org.jspecify.annotations.NullMarked;
