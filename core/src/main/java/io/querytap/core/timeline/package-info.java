/** What happened when: a bounded number of slots over the whole run, made of differences between what was counted since the start. */
@NullMarked
package io.querytap.core.timeline;

import org.jspecify.annotations.NullMarked;
