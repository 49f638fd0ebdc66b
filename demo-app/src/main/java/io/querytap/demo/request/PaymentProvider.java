package io.querytap.demo.request;

/** Stands in for a remote service: an answer takes 70 to 129 ms and needs no database. */
public final class PaymentProvider {

    private static final int FASTEST_MILLIS = 70;
    private static final int SPREAD_MILLIS = 60;

    void charge(int orderNumber) throws InterruptedException {
        Thread.sleep(FASTEST_MILLIS + orderNumber * 7 % SPREAD_MILLIS);
    }
}
