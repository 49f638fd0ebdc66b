/**
 * Two recorded reports side by side: what got slower or faster and how sure that is, what is new and what is gone. The statistics and
 * their sources are in docs/comparison.md.
 */
@NullMarked
package io.querytap.agent.compare;

import org.jspecify.annotations.NullMarked;
