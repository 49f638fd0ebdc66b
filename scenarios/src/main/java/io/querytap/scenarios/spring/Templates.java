package io.querytap.scenarios.spring;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;

import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.MayFind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Shop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.interceptor.MatchAlwaysTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's template, its transactions and its proxies. */
public final class Templates {
    private int call;

    /** Each call borrows a connection for itself; what holds them together is the request. */
    @Scenario(gives = 30, group = Group.LIBRARIES)
    @Finds(
            value = Kind.N_PLUS_ONE,
            confidence = CONFIRMED,
            at = "template",
            in = CustomerRepository.class,
            method = "total")
    public long templateInLoop(Shop shop) {
        return totals(new CustomerRepository(new JdbcTemplate(shop.dataSource())));
    }

    /** Between the loop and the repository there is a proxy that begins and ends transactions. */
    @Scenario(gives = 30, group = Group.LIBRARIES)
    @Finds(
            value = Kind.N_PLUS_ONE,
            confidence = CONFIRMED,
            at = "template",
            in = CustomerRepository.class,
            method = "total")
    public long transactionalProxy(Shop shop) {
        ProxyFactory proxies = new ProxyFactory(new CustomerRepository(new JdbcTemplate(shop.dataSource())));
        proxies.addAdvice(new TransactionInterceptor(
                (TransactionManager) manager(shop), new MatchAlwaysTransactionAttributeSource()));
        return totals((Customers) proxies.getProxy());
    }

    /** A proxy that is a class made at run time; the whole loop is one transaction. */
    @Scenario(gives = 30, group = Group.LIBRARIES)
    @Finds(
            value = Kind.N_PLUS_ONE,
            confidence = CONFIRMED,
            at = "template",
            in = CustomerRepository.class,
            method = "total")
    public long classProxy(Shop shop) {
        ProxyFactory proxies = new ProxyFactory(new CustomerRepository(new JdbcTemplate(shop.dataSource())));
        proxies.setProxyTargetClass(true);
        Customers customers = (Customers) proxies.getProxy();
        Long found = new TransactionTemplate(manager(shop)).execute(status -> totals(customers));
        return found == null ? 0 : found;
    }

    private static long totals(Customers customers) {
        long found = 0;
        for (long customer : customers.ids()) {
            found += customers.total(customer) >= 0 ? 1 : 0;
        }
        return found;
    }

    private static PlatformTransactionManager manager(Shop shop) {
        return new DataSourceTransactionManager(shop.dataSource());
    }

    @Scenario(gives = 40, group = Group.LIBRARIES)
    @Finds(value = Kind.WRITE_LOOP, at = "template update")
    @MayFind(Kind.AUTOCOMMIT_CHATTER)
    public long templateWriteLoop(Shop shop) {
        JdbcTemplate jdbc = new JdbcTemplate(shop.dataSource());
        long written = 0;
        for (int i = 0; i < 40; i++) {
            written += jdbc.update("INSERT INTO note (body) VALUES (?)", "note " + i); // <- template update
        }
        return written;
    }

    @Scenario(gives = 200, group = Group.LIBRARIES)
    public long templateBatch(Shop shop) {
        JdbcTemplate jdbc = new JdbcTemplate(shop.dataSource());
        List<Object[]> notes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            notes.add(new Object[] {"note " + i});
        }
        Integer written = new TransactionTemplate(manager(shop))
                .execute(status -> jdbc.batchUpdate("INSERT INTO note (body) VALUES (?)", notes).length);
        return written == null ? 0 : written;
    }

    /** The template reads every column, whoever needs them. */
    @Scenario(gives = 1, group = Group.LIBRARIES, times = 130)
    public long rowsAsMaps(Shop shop) {
        JdbcTemplate jdbc = new JdbcTemplate(shop.dataSource());
        List<Map<String, Object>> rows =
                jdbc.queryForList("SELECT id, name, price, stock FROM product WHERE id = ?", 1 + call++);
        return rows.get(0).get("name") == null ? 0 : rows.size();
    }

    /** A request's ordinary mixture. */
    @Scenario(gives = 33, group = Group.LIBRARIES, times = 10)
    public long ordinaryRequest(Shop shop) {
        JdbcTemplate jdbc = new JdbcTemplate(shop.dataSource());
        List<Long> ids = jdbc.queryForList("SELECT id FROM customer ORDER BY id", Long.class);
        jdbc.queryForList("SELECT id FROM purchase WHERE customer_id = ? ORDER BY id", Long.class, ids.get(3));
        jdbc.update("INSERT INTO note (body) VALUES (?)", "read");
        return ids.size()
                + jdbc.queryForList("SELECT name FROM country ORDER BY id LIMIT 3", String.class)
                        .size();
    }
}
