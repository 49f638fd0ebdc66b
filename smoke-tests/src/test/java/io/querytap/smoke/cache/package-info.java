/** The result cache against real databases: fidelity of results that are given back, and what applications see of others' writes. */
@NullMarked
package io.querytap.smoke.cache;

import org.jspecify.annotations.NullMarked;
