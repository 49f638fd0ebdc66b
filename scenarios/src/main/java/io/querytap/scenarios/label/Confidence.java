package io.querytap.scenarios.label;

/** How sure a finding is, from the least on, as the report writes it in lower case. */
public enum Confidence {
    SUSPECT,
    PROBABLE,
    CONFIRMED
}
