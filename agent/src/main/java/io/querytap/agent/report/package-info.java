/** What people read when the application ends: the report as JSON and as a page, and the summary for the terminal. */
@NullMarked
package io.querytap.agent.report;

import org.jspecify.annotations.NullMarked;
