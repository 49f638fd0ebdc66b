package io.querytap.agent.console.http;

/** What answers requests, on threads of the server's workers, several at a time. */
public interface HttpHandler {
    /** Answers a request. What it throws becomes a 500 without details. */
    HttpResponse handle(HttpRequest request) throws HttpRefusal;

    /** Nobody has been there for a while: what is only kept for the next request may go. */
    void rest();
}
