package io.querytap.scenarios.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Where customers live; a proxy until its name is asked for. */
@Entity
class Country {
    @Id
    private long id;

    private String name;

    protected Country() {}

    String name() {
        return name;
    }

    long id() {
        return id;
    }
}
