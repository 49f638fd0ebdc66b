/** The command {@code sql}: reads statements from a stream, prints what the agent would make of them. */
@NullMarked
package io.querytap.agent.sql;

import org.jspecify.annotations.NullMarked;
