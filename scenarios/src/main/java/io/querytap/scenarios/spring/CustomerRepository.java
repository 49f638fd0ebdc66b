package io.querytap.scenarios.spring;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** A repository as applications write them; proxies are made of it, so it is open. */
public class CustomerRepository implements Customers {
    private final JdbcTemplate jdbc;

    CustomerRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Long> ids() {
        return jdbc.queryForList("SELECT id FROM customer ORDER BY id", Long.class);
    }

    @Override
    public long total(long customer) {
        String sql = "SELECT sum(total) FROM purchase WHERE customer_id = ?";
        Long total = jdbc.queryForObject(sql, Long.class, customer); // <- template
        return total == null ? 0 : total;
    }
}
