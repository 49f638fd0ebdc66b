package io.querytap.smoke.app;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;

/** Calls a web server once by the JDK's own client, then is {@link ExactnessApp}: URL of the server, its arguments. */
public final class CallerApp {
    private CallerApp() {}

    public static void main(String[] arguments) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
        int status = HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
        System.out.println("status " + status);
        ExactnessApp.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
}
