package io.querytap.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class ParameterLogTest {
    private final ParameterLog log = new ParameterLog();

    @Test
    void isComplete_allOfThem_onlyThen() {
        log.set(2, Setter.INT, 7);
        assertThat(log.isComplete(2)).isFalse();
        log.setNull(1, Types.INTEGER, null);
        assertThat(log.isComplete(2)).isTrue();
        assertThat(log.isComplete(1)).isFalse();
        log.clear();
        assertThat(log.isComplete(2)).isFalse();
        assertThat(log.isComplete(0)).isTrue();
    }

    @Test
    void isOpaque_streamUntilItIsBoundAnew() {
        log.set(1, Setter.OBJECT, new StringReader("x"));
        assertThat(log.isOpaque()).isTrue();
        log.set(1, Setter.OBJECT, "x");
        assertThat(log.isOpaque()).isFalse();
        assertThat(log.isComplete(1)).isTrue();
    }

    @Test
    void isOpaque_bytesChangedAfterBinding_untilTheyAreWhatTheyWere() {
        byte[] bytes = {1, 2};
        log.set(1, Setter.BYTES, bytes);
        assertThat(log.isComplete(1)).isTrue();
        bytes[0] = 9;
        assertThat(log.isOpaque()).isTrue();
        assertThat(log.isComplete(1)).isFalse();
        bytes[0] = 1;
        assertThat(log.isOpaque()).isFalse();
        log.set(1, Setter.INT, 3);
        bytes[0] = 9;
        assertThat(log.isOpaque()).isFalse();
    }

    @Test
    void isOpaque_momentChangedAfterBinding_alsoWithACalendar() {
        Timestamp moment = new Timestamp(1_000);
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        log.set(1, Setter.TIMESTAMP, moment, 0, 0, calendar);
        assertThat(log.isOpaque()).isFalse();
        moment.setNanos(5);
        assertThat(log.isOpaque()).isTrue();
        log.clear();
        assertThat(log.isOpaque()).isFalse();
    }

    @Test
    void set_moreThanAreKept_isOpaque() {
        log.set(ParameterLog.MAX_PARAMETERS + 1, Setter.INT, 1);
        assertThat(log.isOpaque()).isTrue();
    }
}
