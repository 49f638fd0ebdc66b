package io.querytap.scenarios.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/** Its keys are known before its rows are written, so that they can be written in batches. */
@Entity
class Memo {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "memo")
    @SequenceGenerator(name = "memo", sequenceName = "memo_seq", allocationSize = 50)
    long id;

    String body;

    protected Memo() {}

    Memo(String body) {
        this.body = body;
    }
}
