package io.querytap.smoke.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;

/** A jar that an application needs on its class path, found on that of the tests. */
public enum Library {
    H2("org.h2.Driver"),
    HSQLDB("org.hsqldb.jdbc.JDBCDriver"),
    POSTGRESQL("org.postgresql.Driver"),
    MARIADB("org.mariadb.jdbc.Driver"),
    MYSQL("com.mysql.cj.jdbc.Driver"),
    HIKARI("com.zaxxer.hikari.HikariDataSource"),
    DBCP2("org.apache.commons.dbcp2.BasicDataSource"),
    COMMONS_POOL("org.apache.commons.pool2.impl.GenericObjectPool"),
    COMMONS_LOGGING("org.apache.commons.logging.LogFactory"),
    DRUID("com.alibaba.druid.pool.DruidDataSource"),
    TOMCAT_JDBC("org.apache.tomcat.jdbc.pool.DataSource"),
    TOMCAT_JULI("org.apache.juli.logging.LogFactory"),
    C3P0("com.mchange.v2.c3p0.ComboPooledDataSource"),
    MCHANGE_COMMONS("com.mchange.v2.log.MLog"),
    AGROAL("io.agroal.pool.DataSource"),
    AGROAL_API("io.agroal.api.AgroalDataSource"),
    VIBUR("org.vibur.dbcp.ViburDBCPDataSource"),
    VIBUR_OBJECT_POOL("org.vibur.objectpool.PoolService"),
    UCP("oracle.ucp.jdbc.PoolDataSource"),
    ORACLE("oracle.jdbc.OracleDriver"),
    P6SPY("com.p6spy.engine.spy.P6SpyDriver"),
    DATASOURCE_PROXY("net.ttddyy.dsproxy.support.ProxyDataSource"),
    SLF4J("org.slf4j.Logger"),
    OTEL_API("io.opentelemetry.api.trace.Span"),
    OTEL_CONTEXT("io.opentelemetry.context.Context"),
    OTEL_COMMON("io.opentelemetry.common.ComponentLoader"),
    OTEL_SDK_COMMON("io.opentelemetry.sdk.common.CompletableResultCode"),
    OTEL_SDK_TRACE("io.opentelemetry.sdk.trace.SdkTracerProvider"),
    FELIX("org.apache.felix.framework.Felix");

    private final String anyClass;

    Library(String anyClass) {
        this.anyClass = anyClass;
    }

    public Path jar() {
        return jarOf(anyClass);
    }

    /** The jar that holds a class. Never loads the class: that would register drivers in the JVM of the tests. */
    public static Path jarOf(String className) {
        String resource = className.replace('.', '/') + ".class";
        URL url = Library.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalArgumentException(className + " is not on the class path of the tests");
        }
        try {
            JarURLConnection connection = (JarURLConnection) url.openConnection();
            return Path.of(URI.create(connection.getJarFileURL().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
