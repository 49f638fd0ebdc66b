package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void ofHeader_valid_isRead() {
        assertThat(TraceContext.ofHeader("00-" + TRACE + "-" + SPAN + "-01"))
                .isEqualTo(new TraceContext(TRACE, SPAN, true));
        assertThat(TraceContext.ofHeader(" 00-" + TRACE + "-" + SPAN + "-00 "))
                .isEqualTo(new TraceContext(TRACE, SPAN, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "03", "f2", "09"})
    void ofHeader_furtherFlags_onlyTheLastBitSaysSampled(String flags) {
        TraceContext context = TraceContext.ofHeader("00-" + TRACE + "-" + SPAN + "-" + flags);

        assertThat(context).isNotNull();
        assertThat(context.sampled()).isEqualTo(flags.equals("03") || flags.equals("09"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-and-more", "-"})
    void ofHeader_laterVersion_mayAppend(String appended) {
        assertThat(TraceContext.ofHeader("cc-" + TRACE + "-" + SPAN + "-01" + appended))
                .isEqualTo(new TraceContext(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.x",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01"
            })
    void ofHeader_notAllowed_isNothing(String header) {
        assertThat(TraceContext.ofHeader(header)).isNull();
    }

    @Test
    void ofHeader_none_isNothing() {
        assertThat(TraceContext.ofHeader(null)).isNull();
    }
}
