package io.querytap.scenarios.label;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One finding that must be there, once. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Finds.All.class)
public @interface Finds {
    /** One of {@link Kind}. */
    String value();

    /** At least this sure. A more certain finding than {@link Confidence#PROBABLE} counts as wrongly confirmed where this says so. */
    Confidence confidence() default Confidence.SUSPECT;

    /**
     * The marker of the source line: the text after {@code // <- } at its end. Empty where the specification leaves the line open.
     */
    String at() default "";

    /** The class in which the marked line is. */
    Class<?> in() default Object.class;

    /** The method in which the marked line is; empty for the scenario's own. */
    String method() default "";

    /** Whether it must be told before the scenario's work has ended. */
    boolean whileRunning() default false;

    /** Whether to be more certain than {@link #confidence()} would be a lie: there is nothing that proves it. */
    boolean unprovable() default false;

    /** Container that the compiler makes. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        Finds[] value();
    }
}
