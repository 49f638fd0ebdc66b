package io.querytap.smoke.boot;

import io.querytap.smoke.jvm.Library;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** Packs {@link BootApplication} as Spring Boot's build plugins do, with the same tool. */
public final class BootJar {
    /** Arguments with which only the application prints. */
    public static final String[] QUIET = {"--spring.main.banner-mode=off", "--logging.level.root=warn"};

    /** One class of each library of {@code spring-boot-starter-jdbc}. */
    private static final List<String> LIBRARIES = List.of(
            "org.springframework.boot.SpringApplication",
            "org.springframework.boot.autoconfigure.EnableAutoConfiguration",
            "org.springframework.core.SpringVersion",
            "org.apache.commons.logging.LogFactory",
            "org.springframework.beans.factory.BeanFactory",
            "org.springframework.context.ApplicationContext",
            "org.springframework.aop.Advisor",
            "org.springframework.expression.Expression",
            "org.springframework.jdbc.core.JdbcTemplate",
            "org.springframework.transaction.PlatformTransactionManager",
            "io.micrometer.observation.Observation",
            "io.micrometer.common.KeyValue",
            "ch.qos.logback.classic.Logger",
            "ch.qos.logback.core.Appender",
            "org.apache.logging.slf4j.SLF4JLogger",
            "org.apache.logging.log4j.Logger",
            "org.slf4j.bridge.SLF4JBridgeHandler",
            "org.slf4j.Logger",
            "jakarta.annotation.PostConstruct",
            "org.yaml.snakeyaml.Yaml",
            "com.zaxxer.hikari.HikariDataSource",
            "org.h2.Driver");

    private BootJar() {}

    /** Writes an executable jar. */
    public static Path write(Path jar) throws IOException {
        Path classes = Files.createTempFile(jar.getParent(), "classes", ".jar");
        writeClasses(classes);
        Repackager repackager = new Repackager(classes.toFile());
        repackager.setMainClass(BootApplication.class.getName());
        repackager.setBackupSource(false);
        repackager.repackage(jar.toFile(), callback -> {
            for (String anyClass : LIBRARIES) {
                callback.library(new org.springframework.boot.loader.tools.Library(
                        Library.jarOf(anyClass).toFile(), LibraryScope.COMPILE));
            }
        });
        return jar;
    }

    private static void writeClasses(Path jar) throws IOException {
        String entry = BootApplication.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream bytes = BootApplication.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
        }
    }
}
