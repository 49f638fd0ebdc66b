/**
 * The hooks of what begins, ends and carries units of work. Woven into classes of the JDK and of servlet containers, which may not
 * see {@code java.sql}: in the shipped jar they are relocated to {@code java.lang} and defined into that package. JDK only.
 */
package io.querytap.workhook;
