package io.querytap.smoke.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;

/** Loads owners one by one wherever it can: in requests of every kind, in a job, in a method that is called from main. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration")
@EnableScheduling
public class WebApplication {
    private static final int OWNERS = 12;

    public static void main(String[] arguments) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(WebApplication.class, arguments)) {
            int port = ((ServletWebServerApplicationContext) context)
                    .getWebServer()
                    .getPort();
            HttpClient client = HttpClient.newHttpClient();
            for (String path : List.of(
                    "/owners/1", "/owners/2", "/deferred/1", "/callable/1", "/failing/1", "/forward/1", "/absent/1")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build();
                int status = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode();
                System.out.println(path + ' ' + status);
            }
            new Import(context.getBean(Owners.class)).load();
            System.out.println("job ran " + context.getBean(InvoiceJob.class).awaitRun());
        }
    }

    @Bean
    Owners owners(JdbcTemplate jdbc) {
        return new Owners(jdbc);
    }

    @Bean
    InvoiceJob invoiceJob(Owners owners) {
        return new InvoiceJob(owners);
    }

    /** The mistake. */
    static final class Owners {
        private final JdbcTemplate jdbc;

        Owners(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
            jdbc.execute("CREATE TABLE owner (id INTEGER PRIMARY KEY, name VARCHAR(20))");
            for (int i = 0; i < OWNERS; i++) {
                jdbc.execute("INSERT INTO owner VALUES (" + i + ", 'owner " + i + "')");
            }
        }

        /** The column's name tells where it happened. */
        int load(String where) {
            int loaded = 0;
            for (Integer id : jdbc.queryForList("SELECT id AS all_" + where + " FROM owner", Integer.class)) {
                loaded += jdbc.queryForList("SELECT name AS " + where + " FROM owner WHERE id = ?", String.class, id)
                        .size();
            }
            return loaded;
        }
    }

    /** Requests; found by Spring itself. */
    @Controller
    static class Pages {
        private final Owners owners;

        Pages(Owners owners) {
            this.owners = owners;
        }

        @GetMapping("/owners/{id}")
        @ResponseBody
        String owner(@PathVariable("id") int id) {
            return "loaded " + owners.load("plain");
        }

        @GetMapping("/deferred/{id}")
        @ResponseBody
        DeferredResult<String> deferred(@PathVariable("id") int id) {
            owners.load("deferred");
            DeferredResult<String> result = new DeferredResult<>();
            new Thread(() -> result.setResult("done")).start();
            return result;
        }

        @GetMapping("/callable/{id}")
        @ResponseBody
        Callable<String> callable(@PathVariable("id") int id) {
            return () -> "loaded " + owners.load("callable");
        }

        @GetMapping("/failing/{id}")
        @ResponseBody
        String failing(@PathVariable("id") int id) {
            owners.load("failing");
            throw new IllegalStateException("as told");
        }

        @GetMapping("/forward/{id}")
        String forward(@PathVariable("id") int id) {
            owners.load("forwarding");
            return "forward:/owners/3";
        }
    }

    /** A job in a transaction, so behind a proxy. */
    static class InvoiceJob {
        private final Owners owners;
        private final CountDownLatch ran = new CountDownLatch(1);

        InvoiceJob(Owners owners) {
            this.owners = owners;
        }

        @Scheduled(fixedDelay = 60_000)
        @Transactional
        public void run() {
            owners.load("job");
            ran.countDown();
        }

        /** To be called through the proxy: it has no fields of its own. */
        public boolean awaitRun() throws InterruptedException {
            return ran.await(30, TimeUnit.SECONDS);
        }
    }

    /** No framework calls this. */
    static final class Import {
        private final Owners owners;

        Import(Owners owners) {
            this.owners = owners;
        }

        void load() {
            owners.load("imported");
        }
    }
}
