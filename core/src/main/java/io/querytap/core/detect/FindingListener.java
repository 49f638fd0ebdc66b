package io.querytap.core.detect;

/** Is told what becomes of findings. Called on the agent's own threads, one call at a time; what it throws is counted and dropped. */
public interface FindingListener {
    /** A cause was found for the first time, or again after it was retracted. */
    void raised(Finding finding);

    /** The figures of a known finding have changed, its confidence and severity possibly among them. */
    void changed(Finding before, Finding after);

    /** A finding has turned out to be none. */
    void retracted(Finding finding);
}
