package io.querytap.smoke.boot;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** JdbcTemplate, HikariCP and H2, put together by Spring Boot. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration")
public class BootApplication {
    private static final int QUERIES = 5;

    public static void main(String[] arguments) {
        SpringApplication.run(BootApplication.class, arguments).close();
        System.out.println("done");
    }

    @Bean
    CommandLineRunner queries(JdbcTemplate jdbc) {
        return arguments -> {
            jdbc.execute("CREATE TABLE item (id INTEGER PRIMARY KEY)");
            jdbc.update("INSERT INTO item VALUES (1), (2), (3)");
            int rows = 0;
            for (int i = 0; i < QUERIES; i++) {
                rows += jdbc.queryForList("SELECT id AS short_app FROM item", Integer.class)
                        .size();
            }
            System.out.println("rows " + rows);
        };
    }
}
