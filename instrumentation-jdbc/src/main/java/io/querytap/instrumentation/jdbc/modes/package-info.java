/** The modes of a session that change what a SQL text means, as far as its driver and the texts that pass say them; asks no server. */
@NullMarked
package io.querytap.instrumentation.jdbc.modes;

import org.jspecify.annotations.NullMarked;
