package io.querytap.cache.driver.check;

/** What came of one call: a value or an exception, as text that is the same only for the same. Immutable. */
public final class Answer {
    private final String cell;
    private final String text;
    private final boolean isValue;

    private Answer(String cell, String text, boolean isValue) {
        this.cell = cell;
        this.text = text;
        this.isValue = isValue;
    }

    /** Makes the call and notes what comes of it. */
    public static Answer to(String cell, Question question) {
        try {
            return new Answer(cell, Rendering.of(question.ask()), true);
        } catch (Throwable thrown) {
            return new Answer(cell, "throws " + Rendering.ofThrown(thrown), false);
        }
    }

    /** What was called on what. */
    public String cell() {
        return cell;
    }

    public String text() {
        return text;
    }

    /** Whether a value came, not an exception. */
    public boolean isValue() {
        return isValue;
    }

    @Override
    public String toString() {
        return cell + " = " + text;
    }

    /** A call. */
    public interface Question {
        Object ask() throws Throwable;
    }
}
