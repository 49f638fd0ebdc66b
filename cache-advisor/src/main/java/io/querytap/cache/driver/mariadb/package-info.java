/** MariaDB Connector/J, from 3.0 on. */
@NullMarked
package io.querytap.cache.driver.mariadb;

import org.jspecify.annotations.NullMarked;
