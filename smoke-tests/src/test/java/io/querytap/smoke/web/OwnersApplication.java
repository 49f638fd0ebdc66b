package io.querytap.smoke.web;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A list page of owners that shows how many pets each has; with the argument {@code --joined} they are fetched with the owners. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class OwnersApplication {
    private static final int OWNERS = 20;
    private static final int PETS_EACH = 3;

    public static void main(String[] arguments) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(OwnersApplication.class, arguments)) {
            fill(context.getBean(JdbcTemplate.class));
            int port = ((ServletWebServerApplicationContext) context)
                    .getWebServer()
                    .getPort();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/owners"))
                    .build();
            for (int i = 0; i < 3; i++) {
                System.out.println(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
            }
        }
    }

    private static void fill(JdbcTemplate jdbc) {
        List<Object[]> owners = new ArrayList<>();
        List<Object[]> pets = new ArrayList<>();
        for (int owner = 1; owner <= OWNERS; owner++) {
            owners.add(new Object[] {owner, "owner " + owner});
            for (int pet = 0; pet < PETS_EACH; pet++) {
                pets.add(new Object[] {owner * PETS_EACH + pet, owner});
            }
        }
        jdbc.batchUpdate("INSERT INTO owner (id, name) VALUES (?, ?)", owners);
        jdbc.batchUpdate("INSERT INTO pet (id, owner_id) VALUES (?, ?)", pets);
    }

    /** Has pets that are loaded when they are first looked at. */
    @Entity(name = "Owner")
    public static class Owner {
        @Id
        private long id;

        private String name = "";

        @OneToMany(mappedBy = "owner")
        private List<Pet> pets = new ArrayList<>();

        String shown() {
            return id + " " + name + " has " + pets.size();
        }
    }

    @Entity(name = "Pet")
    public static class Pet {
        @Id
        private long id;

        @ManyToOne
        private Owner owner = new Owner();

        @Override
        public String toString() {
            return id + " of " + owner.id;
        }
    }

    /** Found by Spring itself. */
    @RestController
    static class Pages {
        private final String query;

        @PersistenceContext
        private @Nullable EntityManager entities;

        Pages(ApplicationArguments arguments) {
            this.query = arguments.containsOption("joined")
                    ? "SELECT DISTINCT o FROM Owner o LEFT JOIN FETCH o.pets"
                    : "SELECT o FROM Owner o";
        }

        @GetMapping("/owners")
        List<String> owners() {
            List<String> shown = new ArrayList<>();
            EntityManager present = Objects.requireNonNull(entities);
            for (Owner owner : present.createQuery(query, Owner.class).getResultList()) {
                shown.add(owner.shown());
            }
            return shown;
        }
    }
}
