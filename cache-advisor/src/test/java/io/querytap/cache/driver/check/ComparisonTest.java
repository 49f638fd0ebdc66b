package io.querytap.cache.driver.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void compare_anotherValue_differs() {
        Comparison comparison = compare(value(1), value(2));

        assertThat(comparison.differing()).isEqualTo(1);
        assertThat(comparison.differences()).hasSize(1);
    }

    @Test
    void compare_numberOfTheConnectionInMessages_exceptedInOneLine() {
        Comparison comparison = new Comparison();
        for (String message : List.of("wrong column", "wrong index")) {
            comparison.compare(
                    "here",
                    List.of(thrown(new SQLException("(conn=6) " + message))),
                    List.of(thrown(new SQLException("(conn=17) " + message))));
        }

        assertThat(comparison.differing()).isZero();
        assertThat(comparison.exceptedCells()).isEqualTo(2);
        assertThat(comparison.excepted()).containsExactly("messages: (conn=#)");
    }

    @Test
    void compare_anotherMessageBesideTheNumber_differs() {
        Comparison comparison = compare(
                thrown(new SQLException("(conn=6) wrong column")), thrown(new SQLException("(conn=17) wrong index")));

        assertThat(comparison.differing()).isEqualTo(1);
    }

    @Test
    void compare_messageThatTheJvmLeavesOutWhenHot_excepted() {
        Comparison comparison = compare(
                thrown(new NullPointerException("Cannot invoke \"x()\" because \"y\" is null")),
                thrown(new NullPointerException()));

        assertThat(comparison.differing()).isZero();
        assertThat(comparison.exceptedCells()).isEqualTo(1);
    }

    @Test
    void compare_otherMessageOfSuchAnException_differs() {
        Comparison comparison =
                compare(thrown(new NullPointerException("a is null")), thrown(new NullPointerException("b is null")));

        assertThat(comparison.differing()).isEqualTo(1);
    }

    @Test
    void compare_messageThatAProgramLeftOut_differs() {
        Comparison comparison =
                compare(thrown(new IllegalStateException("closed")), thrown(new IllegalStateException()));

        assertThat(comparison.differing()).isEqualTo(1);
    }

    private static Comparison compare(Answer live, Answer given) {
        Comparison comparison = new Comparison();
        comparison.compare("here", List.of(live), List.of(given));
        return comparison;
    }

    private static Answer value(Object value) {
        return Answer.to("cell", () -> value);
    }

    private static Answer thrown(Throwable thrown) {
        return Answer.to("cell", () -> {
            throw thrown;
        });
    }
}
