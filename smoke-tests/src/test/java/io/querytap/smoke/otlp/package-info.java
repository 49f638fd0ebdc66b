/** What leaves the JVM over OTLP, decoded by a receiver of its own and compared with the documentation and the report. */
package io.querytap.smoke.otlp;
