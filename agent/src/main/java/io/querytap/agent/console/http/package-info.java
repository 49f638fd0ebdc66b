/**
 * A server for a handful of browsers and scripts: HTTP/1.1 without what they do not need, bounded in connections, sizes and times, because
 * it shares a process with an application that must not notice it.
 */
@NullMarked
package io.querytap.agent.console.http;

import org.jspecify.annotations.NullMarked;
