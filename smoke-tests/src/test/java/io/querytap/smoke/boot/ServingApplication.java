package io.querytap.smoke.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring MVC in Tomcat, JdbcTemplate, HikariCP and H2; serves requests that it makes itself, then ends. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration")
@RestController
public class ServingApplication {
    /** Requests, each with one select and one more for each of its rows. */
    public static final int REQUESTS = 20;

    public static final int ORDERS = 25;

    private final JdbcTemplate jdbc;

    public ServingApplication(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public static void main(String[] arguments) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(ServingApplication.class, arguments)) {
            context.getBean(ServingApplication.class).prepare();
            int port = ((WebServerApplicationContext) context).getWebServer().getPort();
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders"))
                    .build();
            int rows = 0;
            for (int i = 0; i < REQUESTS; i++) {
                rows += Integer.parseInt(
                        client.send(request, BodyHandlers.ofString()).body());
            }
            System.out.println("rows " + rows);
        }
    }

    private void prepare() {
        jdbc.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)");
        jdbc.execute("CREATE TABLE item (order_id INTEGER, name VARCHAR(20))");
        for (int i = 0; i < ORDERS; i++) {
            jdbc.execute("INSERT INTO orders VALUES (" + i + ")");
            jdbc.execute("INSERT INTO item VALUES (" + i + ", 'thing')");
        }
    }

    @GetMapping("/orders")
    String orders() {
        int rows = 0;
        for (int id : jdbc.queryForList("SELECT id FROM orders", Integer.class)) {
            rows += jdbc.queryForList("SELECT name FROM item WHERE order_id = ?", String.class, id)
                    .size();
        }
        return String.valueOf(rows);
    }
}
