package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import org.junit.jupiter.api.Test;

class HolderNamesTest {
    private final HolderNames names = new HolderNames();

    private static CallSite here() {
        return new CallSites().take();
    }

    @Test
    void idOf_sameUnitAndLine_isTheSame() {
        StubConnection one = new StubConnection();
        one.unitName = "GET /a";
        int first = names.idOf(one);
        StubConnection other = new StubConnection();
        other.unitName = new String("GET /a");

        assertThat(names.idOf(other)).isEqualTo(first).isNotEqualTo(HolderNames.UNKNOWN);
        other.unitName = "GET /b";
        assertThat(names.idOf(other)).isNotEqualTo(first);
        assertThat(names.of(first).unit()).isEqualTo("GET /a");
        assertThat(names.of(first).site()).isNull();
    }

    @Test
    void idOf_leaseWithLine_isToldApartAndLendsItsLineWhileItIsTheOnlyOne() {
        CallSite site = here();
        int without = names.idOf("GET /a", /* site= */ null);
        int with = names.idOf("GET /a", site);

        assertThat(with).isNotEqualTo(without);
        assertThat(names.of(with).site()).isEqualTo(site.site());
        assertThat(names.of(without)).isEqualTo(names.of(with));
    }

    @Test
    void idOf_moreThanAreToldApart_isUnknown() {
        int last = 0;
        for (int i = 0; i < 2_000; i++) {
            last = names.idOf("unit " + i, /* site= */ null);
        }
        assertThat(last).isEqualTo(HolderNames.UNKNOWN);
        assertThat(names.of(last).unit()).isNull();
        assertThat(names.idOf("unit 3", /* site= */ null)).isNotEqualTo(HolderNames.UNKNOWN);
    }
}
