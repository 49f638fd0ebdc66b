package io.querytap.scenarios.hibernate;

import io.querytap.scenarios.shop.Shop;
import java.util.List;
import java.util.function.ToLongFunction;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Hibernate over a shop's pool. */
final class Sessions {
    private static final List<Class<?>> ENTITIES =
            List.of(Customer.class, Country.class, Purchase.class, Product.class, Note.class, Memo.class);

    private Sessions() {}

    static SessionFactory factory(Shop shop, int batchSize) {
        Configuration configuration = new Configuration();
        ENTITIES.forEach(configuration::addAnnotatedClass);
        configuration.getProperties().put("hibernate.connection.datasource", shop.dataSource());
        configuration.setProperty("hibernate.jdbc.batch_size", String.valueOf(batchSize));
        return configuration.buildSessionFactory();
    }

    /** One session with one transaction. */
    static long inTransaction(Shop shop, ToLongFunction<Session> work) {
        return inTransaction(shop, 0, work);
    }

    static long inTransaction(Shop shop, int batchSize, ToLongFunction<Session> work) {
        try (SessionFactory factory = factory(shop, batchSize)) {
            return inTransaction(factory, work);
        }
    }

    static long inTransaction(SessionFactory factory, ToLongFunction<Session> work) {
        return factory.fromTransaction(work::applyAsLong);
    }
}
