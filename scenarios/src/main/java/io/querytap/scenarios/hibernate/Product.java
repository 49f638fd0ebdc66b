package io.querytap.scenarios.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Hibernate reads all its columns, whoever needs them. */
@Entity
class Product {
    @Id
    long id;

    String name;

    int price;

    int stock;

    int weight;

    protected Product() {}
}
