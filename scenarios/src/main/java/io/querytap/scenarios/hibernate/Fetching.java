package io.querytap.scenarios.hibernate;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;
import static io.querytap.scenarios.label.Confidence.PROBABLE;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Shop;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Associations fetched when they are touched, and associations fetched well. */
public final class Fetching {
    private static final String CUSTOMERS = "from Customer c order by c.id";

    private @Nullable SessionFactory factory;

    @Scenario(gives = 90, group = Group.LIBRARIES)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "lazy collection")
    public long lazyCollection(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long orders = 0;
            for (Customer customer : customers(session)) {
                orders += customer.orders.size(); // <- lazy collection
            }
            return orders;
        });
    }

    @Scenario(gives = 90, group = Group.LIBRARIES, on = Database.POSTGRESQL)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "on a real server")
    public long lazyCollectionOnPostgresql(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long orders = 0;
            for (Customer customer : customers(session)) {
                orders += customer.orders.size(); // <- on a real server
            }
            return orders;
        });
    }

    /** One country for each customer. */
    @Scenario(gives = 30, group = Group.LIBRARIES, countries = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "lazy reference")
    public long lazyReference(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long named = 0;
            for (Customer customer : customers(session)) {
                Country country = customer.country;
                named += country.name().isEmpty() ? 0 : 1; // <- lazy reference
            }
            return named;
        });
    }

    @Scenario(gives = 30, group = Group.LIBRARIES)
    @Finds(value = Kind.N_PLUS_ONE, confidence = PROBABLE, unprovable = true, at = "one by one")
    public long findInLoop(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long found = 0;
            for (long id = 1; id <= 30; id++) {
                found += session.find(Product.class, id) == null ? 0 : 1; // <- one by one
            }
            return found;
        });
    }

    @Scenario(gives = 90, group = Group.LIBRARIES)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "query in a loop")
    public long queryInLoop(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long orders = 0;
            for (long id : session.createQuery("select c.id from Customer c", Long.class)
                    .list()) {
                var ofOne = session.createQuery("from Purchase p where p.customer.id = :id", Purchase.class);
                ofOne.setParameter("id", id);
                orders += ofOne.list().size(); // <- query in a loop
            }
            return orders;
        });
    }

    /** Thirty customers, ten at a time. */
    @Scenario(gives = 900, group = Group.LIBRARIES, customers = 300)
    public long batchSize(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long orders = 0;
            for (Customer customer : customers(session)) {
                orders += customer.ordersInBatches.size();
            }
            return orders;
        });
    }

    @Scenario(gives = 90, group = Group.LIBRARIES)
    public long subselect(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long orders = 0;
            for (Customer customer : customers(session)) {
                orders += customer.ordersBySubselect.size();
            }
            return orders;
        });
    }

    @Scenario(gives = 90, group = Group.LIBRARIES)
    public long fetchJoin(Shop shop) {
        return Sessions.inTransaction(
                shop,
                session -> session.createQuery("from Customer c join fetch c.orders", Customer.class).list().stream()
                        .mapToLong(customer -> customer.orders.size())
                        .sum());
    }

    /** The session remembers what it has. */
    @Scenario(gives = 30, group = Group.LIBRARIES)
    public long firstLevelCache(Shop shop) {
        return Sessions.inTransaction(shop, session -> {
            long found = 0;
            for (int i = 0; i < 30; i++) {
                found += session.find(Product.class, 7L) == null ? 0 : 1;
            }
            return found;
        });
    }

    /** Hibernate reads every column, so none is unread. */
    @Scenario(gives = 1, group = Group.LIBRARIES, times = 130)
    public long entityOfWhichOneColumnIsUsed(Shop shop) {
        SessionFactory sessions = factory == null ? Sessions.factory(shop, 0) : factory;
        factory = sessions;
        return Sessions.inTransaction(sessions, session -> {
            Product product = session.find(Product.class, 1 + System.nanoTime() % 200);
            return product.name.isEmpty() ? 0 : 1;
        });
    }

    private static List<Customer> customers(Session session) {
        return session.createQuery(CUSTOMERS, Customer.class).list();
    }
}
