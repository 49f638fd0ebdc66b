package io.querytap.demo.request;

import io.querytap.demo.model.OrderLine;
import io.querytap.demo.model.PurchaseOrder;
import java.util.List;
import org.hibernate.Session;

/**
 * N+1 by Hibernate: one query for a page of orders, then one more for the lines of each order, because the list is
 * lazy. Better: a second query that fetches the lines of all orders of the page, or a batch size on the list.
 */
final class OrderHistory implements ShopRequest {

    private static final int PAGE_SIZE = 25;
    private static final int PAGES = 20;

    private final Shop shop;

    OrderHistory(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) {
        long turnoverCents = shop.sessions().fromTransaction(session -> turnover(session, number % PAGES));
        return turnoverCents > 0 ? Outcome.SERVED : Outcome.REFUSED;
    }

    private static long turnover(Session session, int page) {
        List<PurchaseOrder> orders = session.createSelectionQuery(
                        "from PurchaseOrder o join fetch o.customer order by o.placedAt desc, o.id desc",
                        PurchaseOrder.class)
                .setFirstResult(page * PAGE_SIZE)
                .setMaxResults(PAGE_SIZE)
                .getResultList();
        long totalCents = 0;
        for (PurchaseOrder order : orders) {
            for (OrderLine line : order.lines()) {
                totalCents += line.totalCents();
            }
        }
        return totalCents;
    }
}
