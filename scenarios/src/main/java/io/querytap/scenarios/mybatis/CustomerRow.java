package io.querytap.scenarios.mybatis;

import java.util.List;

/** A customer as MyBatis fills it. */
public class CustomerRow {
    private long id;
    private List<Long> orders = List.of();

    /** For MyBatis. */
    public void setId(long id) {
        this.id = id;
    }

    /** For MyBatis. */
    public void setOrders(List<Long> orders) {
        this.orders = orders;
    }

    long id() {
        return id;
    }

    List<Long> orders() {
        return orders;
    }
}
