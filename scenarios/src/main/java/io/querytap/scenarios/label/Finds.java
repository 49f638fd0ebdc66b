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

    /** One of these must be the {@code cause} in its evidence; empty where the kind has none. More than one where two can be defended. */
    String[] cause() default {};

    /** Markers of lines in the scenario's class that it must name somewhere, each with its method in front: {@code method: marker}. */
    String[] names() default {};

    /** Whether it must say that the pool is in a deadlock; where it is not labelled so, no finding may say it. */
    boolean deadlock() default false;

    /** Whether it must be told before the first attempt to get a connection has failed. */
    boolean beforeFirstFailure() default false;

    /** Container that the compiler makes. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        Finds[] value();
    }
}
