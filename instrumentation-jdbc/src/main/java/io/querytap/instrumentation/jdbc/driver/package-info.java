/** What is known of particular drivers without asking the server: which calls cost a trip, how results are fetched, batches sent. */
@NullMarked
package io.querytap.instrumentation.jdbc.driver;

import org.jspecify.annotations.NullMarked;
