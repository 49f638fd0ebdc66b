/** Small applications that know nothing of the agent and print the truth about themselves. */
package io.querytap.smoke.app;
