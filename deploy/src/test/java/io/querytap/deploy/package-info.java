/** What is deployed asks only for what is exported. */
@NullMarked
package io.querytap.deploy;

import org.jspecify.annotations.NullMarked;
