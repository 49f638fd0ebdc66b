package io.querytap.demo.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something to buy. */
@Entity
@Table(name = "product")
public class Product {

    @Id
    private Long id;

    private String sku;

    private String name;

    private String description;

    @Column(name = "price_cents")
    private long priceCents;

    private int stock;

    protected Product() {}

    public Long id() {
        return id;
    }

    public String sku() {
        return sku;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public long priceCents() {
        return priceCents;
    }

    public int stock() {
        return stock;
    }
}
