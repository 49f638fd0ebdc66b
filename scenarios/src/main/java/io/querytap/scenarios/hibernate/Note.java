package io.querytap.scenarios.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** Its key comes from the row that is inserted, so that each must be inserted by itself. */
@Entity
class Note {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String body;

    protected Note() {}

    Note(String body) {
        this.body = body;
    }
}
