/** Runs an application behind class loaders that don't simply ask their parent first. */
package io.querytap.smoke.loader;
