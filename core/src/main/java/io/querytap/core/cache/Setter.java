package io.querytap.core.cache;

/**
 * How a parameter was bound: the setter decides which type the driver sends, so equal values bound by different setters are different
 * parameters. The order is part of the format of keys: add at the end only, and then raise the format's version.
 */
public enum Setter {
    NULL,
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BIG_DECIMAL,
    STRING,
    N_STRING,
    BYTES,
    DATE,
    TIME,
    TIMESTAMP,
    URL,
    /** {@code setObject} without a type. */
    OBJECT,
    /** {@code setObject} with a type, and perhaps a scale. */
    TYPED_OBJECT
}
