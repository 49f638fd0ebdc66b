/** What the drivers of MySQL and MariaDB share: results as packets of the protocol, which either driver reads anew for each answer. */
@NullMarked
package io.querytap.cache.driver.packet;

import org.jspecify.annotations.NullMarked;
