/** A web application of Spring's, to be run under the agent. */
package io.querytap.smoke.web;
