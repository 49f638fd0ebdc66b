package io.querytap.scenarios.spring;

import java.util.List;

/** What a service knows of the repository. */
interface Customers {
    List<Long> ids();

    long total(long customer);
}
