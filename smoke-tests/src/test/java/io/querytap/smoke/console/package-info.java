/** The live console of a real application: what it shows, and what it does to those who mean harm. */
package io.querytap.smoke.console;
