/** What {@code java -jar querytap-agent.jar} does: {@link io.querytap.agent.command.CommandLineMain} and its commands. */
@NullMarked
package io.querytap.agent.command;

import org.jspecify.annotations.NullMarked;
