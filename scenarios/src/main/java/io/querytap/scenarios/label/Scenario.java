package io.querytap.scenarios.label;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is a scenario: a public instance method that takes a {@code Shop} and gives a {@code long}. Without {@link Finds} nothing
 * may be found in it. Its name names its database, so names are unique over all classes.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Scenario {
    /** What every call must give: shows that the program itself is right. */
    long gives();

    /** How many times it is called, one call after the other on one thread. */
    int times() default 1;

    /** What a call is to the agent. */
    Unit unit() default Unit.ENTRY;

    /** In which of the JVMs it runs. */
    Group group() default Group.PLAIN;

    Database on() default Database.H2;

    /** Appended to the database's URL. */
    String urlOptions() default "";

    /** Size of the pool. */
    int pool() default 10;

    int customers() default 30;

    /** Orders of each customer. */
    int ordersEach() default 3;

    /** Rows of the table that nothing else refers to. */
    int events() default 0;

    /** Countries; customers are spread over them. */
    int countries() default 10;
}
