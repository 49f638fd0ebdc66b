/** The databases that the applications talk to: Testcontainers where Docker answers, otherwise servers that Maven brings. */
package io.querytap.smoke.server;
