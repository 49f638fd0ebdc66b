package io.querytap.scenarios.servlet;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;

import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.shop.Shop;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Requests over HTTP to a Tomcat in the process. */
public final class Requests {
    @Scenario(gives = 120, unit = Unit.SERVLET, group = Group.LIBRARIES)
    @Finds(
            value = Kind.N_PLUS_ONE,
            confidence = CONFIRMED,
            at = "in a servlet",
            in = OrdersServlet.class,
            method = "totals")
    public long ordersByServlet(Shop shop) throws Exception {
        return get(new OrdersServlet(shop), "customers=30", 4);
    }

    /** Forty requests on few threads of the container, each of which asks for one. */
    @Scenario(gives = 40, unit = Unit.SERVLET, group = Group.LIBRARIES)
    public long oneOrderPerRequest(Shop shop) throws Exception {
        return get(new OrdersServlet(shop), "customers=1", 40);
    }

    @Scenario(gives = 60, unit = Unit.SERVLET, group = Group.LIBRARIES)
    @Finds(value = Kind.REDUNDANT_QUERY, at = "the same in a servlet", in = CountryServlet.class, method = "doGet")
    public long sameCountryByServlet(Shop shop) throws Exception {
        return get(new CountryServlet(shop), "", 6);
    }

    private static long get(Servlet servlet, String query, int times) throws Exception {
        Path directory = Files.createTempDirectory("scenario");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setSilent(true);
        tomcat.setHostname("localhost");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "orders", servlet);
        context.addServletMappingDecoded("/orders", "orders");
        tomcat.start();
        try {
            int port = tomcat.getConnector().getLocalPort();
            URI uri = URI.create("http://localhost:" + port + "/orders?" + query);
            HttpClient client = HttpClient.newHttpClient();
            long sum = 0;
            for (int i = 0; i < times; i++) {
                HttpRequest request = HttpRequest.newBuilder(uri).build();
                sum += Long.parseLong(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
            }
            return sum;
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
