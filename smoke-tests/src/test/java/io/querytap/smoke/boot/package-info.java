/** A small Spring Boot application, packed by the tests as a user's would be. */
package io.querytap.smoke.boot;
