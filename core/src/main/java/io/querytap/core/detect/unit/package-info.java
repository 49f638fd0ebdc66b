/** Finds what is wrong with one unit of work: queries and writes repeated row by row, redundant queries, needless round trips. */
@NullMarked
package io.querytap.core.detect.unit;

import org.jspecify.annotations.NullMarked;
