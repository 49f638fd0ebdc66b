package io.querytap.scenarios.label;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Kinds about which the specification leaves open whether they are to be found here: neither right nor wrong. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MayFind {
    /** Of {@link Kind}. */
    String[] value();
}
