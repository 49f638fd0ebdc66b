package io.querytap.demo.request;

import java.util.function.Function;

/** The kinds of requests, how many of each a run makes, and which mistake each contains. */
public enum RequestKind {
    VIEW_PRODUCT(306, "", ViewProduct::new),
    SEARCH_PRODUCTS(100, "", SearchProducts::new),
    ORDER_HISTORY(40, "N+1 (Hibernate): a page of 25 orders, then the lines of each", OrderHistory::new),
    CART_AVAILABILITY(40, "N+1 (JDBC): a cart of 24 items, then the stock of each", CartAvailability::new),
    CART_TOTAL(40, "repeated query: the VAT setting is read again for each of 24 items", CartTotal::new),
    FIND_BY_SKU(120, "values written into SQL: each article number is a text of its own", FindBySku::new),
    PRICE_LIST(12, "write loop: 40 prices, one update at a time", PriceList::new),
    CAMPAIGN_REPORT(5, "slow query: joins page views to campaigns without an index", CampaignReport::new),
    CATALOGUE_PREVIEW(30, "result left unread: asks for 5,000 products, reads 50", CataloguePreview::new),
    STOCK_EXPORT(5, "large result: 5,000 rows at once", StockExport::new),
    PLACE_ORDER(180, "connection held during a remote payment; every 6th rolls back", PlaceOrder::new),
    REGISTER_CUSTOMER(30, "failing statement: every 5th address is taken already", RegisterCustomer::new),
    STOCK_MOVEMENTS(12, "", StockMovements::new);

    private final int count;
    private final String lesson;
    private final Function<Shop, ShopRequest> factory;

    RequestKind(int count, String lesson, Function<Shop, ShopRequest> factory) {
        this.count = count;
        this.lesson = lesson;
        this.factory = factory;
    }

    /** Requests of this kind in one run. */
    public int count() {
        return count;
    }

    /** What there is to find, in one line; empty for kinds that are done well. */
    public String lesson() {
        return lesson;
    }

    public ShopRequest of(Shop shop) {
        return factory.apply(shop);
    }
}
