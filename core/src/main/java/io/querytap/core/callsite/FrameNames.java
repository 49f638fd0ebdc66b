package io.querytap.core.callsite;

import org.jspecify.annotations.Nullable;

/** Tells by a class's name whose code it is, and writes a frame so that the same line always reads the same. */
final class FrameNames {
    private static final String[] AGENT_AND_JDK = {
        "java.",
        "javax.",
        "jdk.",
        "sun.",
        "com.sun.",
        "io.querytap.agent.",
        "io.querytap.core.",
        "io.querytap.hook.",
        "io.querytap.instrumentation.",
        "io.querytap.premain.",
        "io.querytap.shaded.",
    };

    private static final String[] DRIVERS = {
        "org.h2.",
        "org.hsqldb.",
        "org.apache.derby.",
        "org.sqlite.",
        "org.duckdb.",
        "org.postgresql.",
        "com.impossibl.postgres.",
        "org.mariadb.",
        "com.mysql.",
        "oracle.",
        "com.microsoft.sqlserver.",
        "net.sourceforge.jtds.",
        "com.ibm.db2.",
        "com.sap.db.",
        "com.clickhouse.",
        "net.snowflake.",
        "io.trino.",
        "software.amazon.jdbc.",
        "software.aws.rds.",
    };

    /** Pools, wrappers, mappers, frameworks and languages' runtimes: with drivers, what is between the application and its database. */
    private static final String[] INFRASTRUCTURE = {
        // pools and wrappers
        "com.zaxxer.hikari.",
        "org.apache.tomcat.",
        "org.apache.commons.dbcp",
        "org.apache.commons.pool",
        "com.mchange.",
        "io.agroal.",
        "org.vibur.",
        "com.alibaba.druid.",
        "com.p6spy.",
        "net.ttddyy.",
        "org.apache.shardingsphere.",
        // mappers
        "org.hibernate.",
        "org.eclipse.persistence.",
        "org.apache.openjpa.",
        "org.apache.ibatis.",
        "org.mybatis.",
        "com.baomidou.mybatisplus.",
        "org.jooq.",
        "org.jdbi.",
        "org.apache.commons.dbutils.",
        "com.querydsl.",
        "io.ebean.",
        "io.ebeaninternal.",
        "org.springframework.",
        // what carries the call
        "org.apache.catalina.",
        "org.apache.coyote.",
        "org.eclipse.jetty.",
        "io.undertow.",
        "io.netty.",
        "io.vertx.",
        "io.quarkus.",
        "io.micronaut.",
        "jakarta.",
        "org.jboss.",
        "org.wildfly.",
        "reactor.",
        "io.reactivex.",
        "io.opentelemetry.",
        "io.micrometer.",
        "net.bytebuddy.",
        "net.sf.cglib.",
        "javassist.",
        "kotlin.",
        "kotlinx.",
        "scala.",
        "groovy.",
        "org.codehaus.groovy.",
        "org.apache.groovy.",
        "clojure.",
    };

    /** Tools that run files of SQL. */
    private static final String[] SCRIPT_RUNNERS = {
        "org.flywaydb.",
        "liquibase.",
        "org.dbunit.",
        "org.apache.ibatis.jdbc.ScriptRunner",
        "org.apache.ibatis.migration.",
        "org.springframework.jdbc.datasource.init.",
        "org.hibernate.tool.",
        "org.h2.tools.",
        "org.hsqldb.cmdline.",
        "org.apache.tools.ant.",
    };

    /** What proxies made at run time have in their names; the code they stand for has frames of its own. */
    private static final String[] GENERATED = {"$$", "$Proxy", "$HibernateProxy", "$ByteBuddy$", "_ClientProxy"};

    private static final String LAMBDA = "lambda$";

    private FrameNames() {}

    static boolean isOfAgentOrJdk(String type) {
        return startsWithAny(type, AGENT_AND_JDK);
    }

    static boolean isScriptRunner(String type) {
        return startsWithAny(type, SCRIPT_RUNNERS);
    }

    /** Of a class that is neither the agent's nor the JDK's. */
    static boolean isOfApplication(String type) {
        for (String mark : GENERATED) {
            if (type.contains(mark)) {
                return false;
            }
        }
        return !isOfDriver(type) && !startsWithAny(type, INFRASTRUCTURE);
    }

    /** Of a driver that is known by name. */
    static boolean isOfDriver(String type) {
        return startsWithAny(type, DRIVERS);
    }

    static String packageOf(String type) {
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }

    /** {@code class.method(file:line)}, without what differs between two runs: a lambda's number, a hidden class's address. */
    static String text(String type, String method, @Nullable String file, int line) {
        StringBuilder text = new StringBuilder(96);
        int address = type.indexOf('/');
        text.append(address < 0 ? type : type.substring(0, address)).append('.').append(withoutLambda(method));
        if (file != null && line > 0) {
            text.append('(').append(file).append(':').append(line).append(')');
        }
        return text.toString();
    }

    /** {@code lambda$find$0} stands in {@code find}. */
    private static String withoutLambda(String method) {
        int end = method.lastIndexOf('$');
        return method.startsWith(LAMBDA) && end > LAMBDA.length() ? method.substring(LAMBDA.length(), end) : method;
    }

    private static boolean startsWithAny(String type, String[] prefixes) {
        for (String prefix : prefixes) {
            if (type.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
