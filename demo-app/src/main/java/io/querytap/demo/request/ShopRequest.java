package io.querytap.demo.request;

/** Answers one kind of request; shared by all workers. */
public interface ShopRequest {

    /**
     * Answers the request with this number; the same number always asks for the same thing.
     *
     * @param number 0, 1, 2 … within the kind
     */
    Outcome handle(int number) throws Exception;

    /** How a request ended when nothing is broken. */
    enum Outcome {
        SERVED,
        /** The shop said no, for a reason of business: sold out, or an address that is taken. */
        REFUSED
    }
}
