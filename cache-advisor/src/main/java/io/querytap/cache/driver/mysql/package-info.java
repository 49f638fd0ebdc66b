/** MySQL Connector/J, from 8.0 on. */
@NullMarked
package io.querytap.cache.driver.mysql;

import org.jspecify.annotations.NullMarked;
