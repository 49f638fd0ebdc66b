/** Each setting of the agent, declared once: name, type, unit, default, range and documentation. */
@NullMarked
package io.querytap.core.settings;

import org.jspecify.annotations.NullMarked;
