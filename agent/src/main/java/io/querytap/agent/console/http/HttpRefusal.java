package io.querytap.agent.console.http;

/** A request that is answered with an error, and why, for whoever sent it. */
public final class HttpRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String headerName;
    private final String headerValue;

    /** @param message is sent: holds nothing that the sender may not know */
    public HttpRefusal(int status, String message) {
        this(status, message, "", "");
    }

    /** The same with one more header, such as {@code Allow}. */
    public HttpRefusal(int status, String message, String headerName, String headerValue) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.status = status;
        this.headerName = headerName;
        this.headerValue = headerValue;
    }

    public int status() {
        return status;
    }

    /** The answer that says it: {@code {"error": message}}. */
    public HttpResponse response() {
        HttpResponse response = HttpResponse.error(status, String.valueOf(getMessage()));
        return headerName.isEmpty() ? response : response.with(headerName, headerValue);
    }
}
