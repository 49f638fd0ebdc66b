/** Which agent this is: its version and that of each library in its jar, as written down by the build. */
@NullMarked
package io.querytap.agent.version;

import org.jspecify.annotations.NullMarked;
