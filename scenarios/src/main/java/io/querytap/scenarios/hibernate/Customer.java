package io.querytap.scenarios.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;

/** Has its orders three times, each fetched in another way. */
@Entity
class Customer {
    @Id
    long id;

    String name;

    String state;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "country_id")
    Country country;

    @OneToMany(mappedBy = "customer")
    List<Purchase> orders = new ArrayList<>();

    @OneToMany(mappedBy = "customer")
    @BatchSize(size = 10)
    List<Purchase> ordersInBatches = new ArrayList<>();

    @OneToMany(mappedBy = "customer")
    @Fetch(FetchMode.SUBSELECT)
    List<Purchase> ordersBySubselect = new ArrayList<>();

    protected Customer() {}
}
