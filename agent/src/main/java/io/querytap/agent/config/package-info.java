/**
 * Where settings come from: system properties, environment, agent arguments and a file, put together by {@link
 * io.querytap.agent.config.ConfigurationLoader}.
 *
 * <p>Everything here runs in premain, before the application: no lambda, stream, regular expression or {@code
 * String.format}.
 */
@NullMarked
package io.querytap.agent.config;

import org.jspecify.annotations.NullMarked;
