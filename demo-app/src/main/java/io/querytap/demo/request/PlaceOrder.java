package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import io.querytap.demo.model.Customer;
import io.querytap.demo.model.Product;
import io.querytap.demo.model.PurchaseOrder;
import java.time.LocalDateTime;
import org.hibernate.Session;
import org.hibernate.Transaction;

/**
 * An order by Hibernate: takes three products from stock, writes the order (batched, ids from a sequence, as it should
 * be) and has the customer charged. Every sixth asks for more than there is and is rolled back. The mistake: the
 * connection is held while the remote payment provider thinks. Better: charge outside the transaction.
 */
final class PlaceOrder implements ShopRequest {

    private static final int LINES = 3;
    private static final int SOLD_OUT_EVERY = 6;
    private static final int MORE_THAN_THERE_IS = 1_000_000;
    private static final LocalDateTime OPENING = LocalDateTime.of(2026, 6, 1, 8, 0);

    private final Shop shop;

    PlaceOrder(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws InterruptedException {
        try (Session session = shop.sessions().openSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                Outcome outcome = place(session, number);
                if (outcome == Outcome.SERVED) {
                    transaction.commit();
                } else {
                    transaction.rollback();
                }
                return outcome;
            } catch (InterruptedException | RuntimeException e) {
                transaction.rollback();
                throw e;
            }
        }
    }

    private Outcome place(Session session, int number) throws InterruptedException {
        Customer customer = session.getReference(Customer.class, (long) (number % SampleData.CUSTOMERS));
        PurchaseOrder order = new PurchaseOrder(customer, OPENING.plusMinutes(number));
        for (int line = 0; line < LINES; line++) {
            // Ascending keys, as in PriceList: no deadlocks.
            long productId = number * 17L % 1_000 + line * 1_500L;
            boolean soldOut = number % SOLD_OUT_EVERY == SOLD_OUT_EVERY - 1 && line == LINES - 1;
            int quantity = soldOut ? MORE_THAN_THERE_IS : 1 + line;
            if (!takeFromStock(session, productId, quantity)) {
                return Outcome.REFUSED;
            }
            order.add(session.find(Product.class, productId), quantity);
        }
        session.persist(order);
        session.flush();
        shop.payments().charge(number);
        return Outcome.SERVED;
    }

    private static boolean takeFromStock(Session session, long productId, int quantity) {
        return session.createMutationQuery(
                                "update Product p set p.stock = p.stock - :quantity where p.id = :id and p.stock >= :quantity")
                        .setParameter("quantity", quantity)
                        .setParameter("id", productId)
                        .executeUpdate()
                == 1;
    }
}
