package io.querytap.demo.request;

import io.querytap.demo.model.Customer;
import io.querytap.demo.model.OrderLine;
import io.querytap.demo.model.Product;
import io.querytap.demo.model.PurchaseOrder;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/**
 * What the requests need: one pool, used by plain JDBC and by Hibernate alike, and the payment provider.
 *
 * @param dataSource the pool
 * @param sessions Hibernate on the same pool
 * @param payments the remote service that takes the money
 */
public record Shop(DataSource dataSource, SessionFactory sessions, PaymentProvider payments) implements AutoCloseable {

    /** Starts Hibernate on {@code dataSource}; the tables exist. */
    public static Shop open(DataSource dataSource) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Customer.class)
                .addAnnotatedClass(Product.class)
                .addAnnotatedClass(PurchaseOrder.class)
                .addAnnotatedClass(OrderLine.class);
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, "25");
        configuration.setProperty(AvailableSettings.ORDER_INSERTS, "true");
        return new Shop(dataSource, configuration.buildSessionFactory(), new PaymentProvider());
    }

    @Override
    public void close() {
        sessions.close();
    }
}
