package io.querytap.scenarios.label;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * To what waiting for the scenario's pool must be laid: to those who borrowed at a line, or to something that is no holder. Shares are of
 * what is not laid to standstills of the JVM, which come from the machine, unless the label is about these.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Blames.All.class)
public @interface Blames {
    /** The marker of the line at which the holders borrow: the text after {@code // <- } at its end. Empty for {@link #state} alone. */
    String at() default "";

    /** The class in which the marked line is. */
    Class<?> in() default Object.class;

    /** The method in which the marked line is. */
    String method() default "";

    /** Only what is laid to these states counts, as the report writes them; empty: all. */
    String[] state() default {};

    /** The least share of all that was waited. */
    double atLeast();

    /** The largest. */
    double atMost() default 1;

    /** Container that the compiler makes. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        Blames[] value();
    }
}
