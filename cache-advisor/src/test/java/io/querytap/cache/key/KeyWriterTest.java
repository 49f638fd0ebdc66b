package io.querytap.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyWriterTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "item", "\u0000\u007f", "item\u0080", "caf\u00e9", "\u20ac 5", "\ud83d\ude00"})
    void writeText_anyText_writesLengthAndUtf8BehindWhatIsThere(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        byte[] expected = ByteBuffer.allocate(1 + 2 * Integer.BYTES + encoded.length)
                .put((byte) 7)
                .putInt(encoded.length)
                .put(encoded)
                .putInt(9)
                .array();

        byte[] written =
                new KeyWriter().writeByte(7).writeText(text).writeInt(9).toBytes();

        assertThat(written).isEqualTo(expected);
    }

    @Test
    void writeText_longerThanTheRoom_keepsAll() {
        String text = "x".repeat(1_000);

        byte[] written = new KeyWriter().writeText(text).toBytes();

        assertThat(new String(written, Integer.BYTES, written.length - Integer.BYTES, StandardCharsets.US_ASCII))
                .isEqualTo(text);
    }

    @Test
    void writeText_usedAgainAfterALongerText_leavesNothingOfIt() {
        KeyWriter writer = new KeyWriter();
        writer.writeText("a longer text \u00e9");

        assertThat(writer.clear().writeText("ab").toBytes()).containsExactly(0, 0, 0, 2, 'a', 'b');
    }
}
