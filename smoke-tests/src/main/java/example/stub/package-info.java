/**
 * A JDBC driver that takes as long as it is told to, and remembers how long that was. Outside the project's own packages, because the
 * agent leaves those alone.
 */
package example.stub;
