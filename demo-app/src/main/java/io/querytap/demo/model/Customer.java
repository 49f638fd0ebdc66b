package io.querytap.demo.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Someone who buys. */
@Entity
@Table(name = "customer")
public class Customer {

    @Id
    private Long id;

    private String email;

    private String name;

    protected Customer() {}

    public Long id() {
        return id;
    }

    public String email() {
        return email;
    }

    public String name() {
        return name;
    }
}
