/** Coverage-guided fuzzing of the patterns: the targets, what must hold for every text, and the kept inputs. See CONTRIBUTING.md. */
@NullMarked
package io.querytap.core.pattern.fuzz;

import org.jspecify.annotations.NullMarked;
