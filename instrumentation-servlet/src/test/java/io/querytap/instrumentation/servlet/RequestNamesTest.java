package io.querytap.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestNamesTest {
    private final RequestNames names = new RequestNames();

    @Test
    void ofRoute_sameRoute_isTheSameText() {
        assertThat(names.ofRoute("GET", "", "/owners/{id}"))
                .isEqualTo("GET /owners/{id}")
                .isSameAs(names.ofRoute("GET", "", "/owners/{id}"));
        assertThat(names.ofRoute("PUT", "", "/owners/{id}")).isEqualTo("PUT /owners/{id}");
        assertThat(names.ofRoute("GET", "/clinic", "/owners/{id}"))
                .isEqualTo("GET /clinic/owners/{id}")
                .isSameAs(names.ofRoute("GET", "/clinic", "/owners/{id}"));
        assertThat(names.ofRoute("GET", "/clinic", "owners")).isEqualTo("GET /clinic/owners");
        assertThat(names.ofRoute("GET", "", "owners")).isEqualTo("GET /owners");
    }

    @Test
    void ofServlet_andRouteOfTheSameText_areToldApart() {
        assertThat(names.ofRoute("GET", "", "owners")).isEqualTo("GET /owners");
        assertThat(names.ofServlet("GET", "owners")).isEqualTo("GET servlet owners");
        assertThat(names.ofServlet(null, "owners")).isEqualTo("servlet owners");
    }

    @Test
    void method_thatAClientInvents_makesNoNameOfItsOwn() {
        assertThat(names.ofServlet("GETX", "owners")).isEqualTo("_OTHER servlet owners");
        assertThat(names.ofServlet("", "owners")).isEqualTo("_OTHER servlet owners");
        assertThat(names.ofServlet("get", "owners")).isEqualTo("_OTHER servlet owners");
    }

    @Test
    void ofRoute_moreThanAreKept_areStillRight() {
        for (int i = 0; i < RequestNames.MAX_KEPT + 10; i++) {
            assertThat(names.ofRoute("GET", "", "/r" + i)).isEqualTo("GET /r" + i);
            assertThat(names.ofRoute("GET", "/c" + i, "/r")).isEqualTo("GET /c" + i + "/r");
        }
    }
}
