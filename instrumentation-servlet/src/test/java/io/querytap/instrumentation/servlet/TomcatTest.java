package io.querytap.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitKind;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests through filters and servlets of real containers of both APIs. */
class TomcatTest {
    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    void request_throughFilters_isOneUnitWithTheNameOfItsServlet(String api) throws Exception {
        try (WovenTomcat tomcat = new WovenTomcat(api, "")) {
            assertThat(tomcat.get("/owners/1").statusCode()).isEqualTo(200);
            assertThat(tomcat.send("POST", "/owners/2?route=/owners/%7Bid%7D").statusCode())
                    .isEqualTo(200);
            assertThat(tomcat.send("PROPFIND", "/owners/3").statusCode()).isGreaterThan(400);
            List<FinishedUnit> units = tomcat.units(3);
            assertThat(units)
                    .extracting(FinishedUnit::name)
                    .containsExactly("GET servlet owners", "POST /owners/{id}", "_OTHER servlet owners");
            assertThat(units).extracting(it -> it.executions().size()).containsExactly(2, 2, 1);
            assertThat(units).allMatch(it -> it.kind() == UnitKind.ENTRY && it.trace() == null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    void request_ofAnApplicationBelowAPath_hasItInTheRoute(String api) throws Exception {
        try (WovenTomcat tomcat = new WovenTomcat(api, "/clinic")) {
            tomcat.get("/owners/2?route=/owners/%7Bid%7D");
            tomcat.get("/owners/2");
            assertThat(tomcat.units(2))
                    .extracting(FinishedUnit::name)
                    .containsExactly("GET /clinic/owners/{id}", "GET servlet owners");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    void request_withTraceparent_isOfThatTrace(String api) throws Exception {
        try (WovenTomcat tomcat = new WovenTomcat(api, "")) {
            tomcat.send("GET", "/owners/1", "traceparent", "00-" + TRACE_ID + "-00f067aa0ba902b7-01");
            tomcat.send("GET", "/owners/1", "traceparent", "nonsense");
            assertThat(tomcat.units(2))
                    .extracting(it -> it.trace() == null ? null : it.trace().traceId())
                    .containsExactly(TRACE_ID, null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    void request_refusedForwardedOrFailing_isOneUnitAndBehavesAsWithout(String api) throws Exception {
        try (WovenTomcat tomcat = new WovenTomcat(api, "")) {
            assertThat(tomcat.get("/owners/1?refused=yes").statusCode()).isEqualTo(403);
            assertThat(tomcat.get("/absent").statusCode()).isEqualTo(404);
            assertThat(tomcat.get("/forwarding").statusCode()).isEqualTo(200);
            HttpResponse<String> failed = tomcat.get("/failing");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).isEqualTo("problem page");
            List<FinishedUnit> units = tomcat.units(5);
            assertThat(units)
                    .extracting(FinishedUnit::name)
                    .containsExactly(
                            "GET servlet owners",
                            "GET servlet default",
                            "GET /asked/for",
                            "GET servlet failing",
                            "GET servlet problem");
            assertThat(units).extracting(it -> it.executions().size()).containsExactly(1, 1, 3, 2, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    void request_inAsynchronousMode_goesOnAtItsDispatch(String api) throws Exception {
        try (WovenTomcat tomcat = new WovenTomcat(api, "")) {
            assertThat(tomcat.get("/waiting?how=dispatch").statusCode()).isEqualTo(200);
            assertThat(tomcat.get("/waiting?how=dispatch&wrapped=yes").statusCode())
                    .isEqualTo(200);
            assertThat(tomcat.get("/waiting?how=complete").statusCode()).isEqualTo(200);
            assertThat(tomcat.get("/waiting?how=complete-here").statusCode()).isEqualTo(200);
            List<FinishedUnit> units = tomcat.units(4);
            assertThat(units)
                    .extracting(FinishedUnit::name)
                    .containsExactly(
                            "GET /waiting/{how}", "GET /waiting/{how}", "GET servlet waiting", "GET servlet waiting");
            assertThat(units).extracting(it -> it.executions().size()).containsExactly(4, 4, 2, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    void wovenClasses_everyApi_areFiltersServletsAndContexts(String api) throws Exception {
        long before = Diagnostics.selfErrors();
        try (WovenTomcat tomcat = new WovenTomcat(api, "")) {
            tomcat.get("/waiting?how=complete");
            tomcat.units(1);
            assertThat(tomcat.loader().woven().keySet())
                    .filteredOn(it -> !it.startsWith("org.h2."))
                    .contains(
                            api + ".servlet.http.HttpServlet",
                            "sample.web.WebApp$Outer",
                            "sample.web.WebApp$Refusing",
                            "org.apache.catalina.core.AsyncContextImpl")
                    .doesNotContain("sample.web.WebApp$Owners");
        }
        assertThat(Diagnostics.selfErrors()).isEqualTo(before);
    }
}
