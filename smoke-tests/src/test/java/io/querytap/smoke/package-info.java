/** The built agent jar, attached to small real applications in JVMs of their own. */
package io.querytap.smoke;
