package io.querytap.cache.driver.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.cache.driver.CaptureLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PacketFormatTest {
    private static final int LONG = 3;
    private static final int VARCHAR = 253;
    private static final CaptureLimits NO_LIMITS = new CaptureLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, true);
    private static final byte[] NUMBER = {42, 0, 0, 0};
    private static final byte[] LONG_TEXT = "x".repeat(70_000).getBytes(StandardCharsets.UTF_8);

    @Test
    void decode_whatWasEncoded_sameBytes() throws IOException {
        for (boolean isBinary : new boolean[] {false, true}) {
            PacketResult result = result(isBinary);

            byte[] encoded = PacketFormat.encode(result);
            PacketResult decoded = PacketFormat.decode(ByteBuffer.wrap(encoded));

            assertThat(PacketFormat.encode(decoded)).isEqualTo(encoded);
            assertThat(decoded.isBinary()).isEqualTo(isBinary);
            assertThat(decoded.rows()).isEqualTo(3);
            assertThat(decoded.rowPackets()).isEqualTo(result.rowPackets());
            assertThat(decoded.flags(1)).isEqualTo((short) 129);
            assertThat(decoded.column(1)).isEqualTo(result.column(1));
            assertThat(decoded.weightBytes()).isGreaterThan(encoded.length);
        }
    }

    @Test
    void addValues_textTakenApart_packetOfTheServer() throws IOException {
        PacketCollector taken = collector(false, NO_LIMITS);
        PacketCollector raw = collector(false, NO_LIMITS);
        byte[] packet = {2, '4', '2', (byte) 0xFB};

        assertThat(taken.addValues(new byte[][] {{'4', '2'}, null})).isTrue();
        assertThat(raw.add(packet, packet.length)).isTrue();

        assertThat(taken.toResult().rowPackets()).isEqualTo(raw.toResult().rowPackets());
    }

    @Test
    void addValues_binaryTakenApart_packetOfTheServer() throws IOException {
        PacketCollector taken = collector(true, NO_LIMITS);
        PacketCollector raw = collector(true, NO_LIMITS);
        byte[] packet = {0, 1 << 3, 42, 0, 0, 0}; // the second column is null, after two bits that mean nothing

        assertThat(taken.addValues(new byte[][] {NUMBER, null})).isTrue();
        assertThat(raw.add(packet, packet.length)).isTrue();

        assertThat(taken.toResult().rowPackets()).isEqualTo(raw.toResult().rowPackets());
    }

    @Test
    void addValues_binaryValueOfAnotherLengthThanItsType_refused() throws IOException {
        PacketCollector collector = collector(true, NO_LIMITS);

        assertThatThrownBy(() -> collector.addValues(new byte[][] {{1, 2}, null}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void add_moreThanTheLimit_refused() throws IOException {
        int columnBytes = 2 * column("a", LONG).length;
        PacketCollector collector = collector(false, new CaptureLimits(10, columnBytes + 20, true));
        byte[] packet = {2, '4', '2', (byte) 0xFB};

        assertThat(collector.add(packet, packet.length)).isTrue();
        assertThat(collector.add(packet, packet.length)).isTrue();
        assertThat(collector.add(packet, packet.length)).isFalse();
    }

    @Test
    void add_packetThatIsSentInParts_refused() throws IOException {
        PacketCollector collector = collector(false, NO_LIMITS);

        assertThat(collector.add(new byte[PacketResult.TOO_LONG_BYTES], PacketResult.TOO_LONG_BYTES))
                .isFalse();
    }

    @Test
    void decode_cutAnywhere_ioException() throws IOException {
        byte[] encoded = PacketFormat.encode(small(true));

        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> PacketFormat.decode(ByteBuffer.wrap(cut))).isInstanceOf(IOException.class);
        }
        byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
        assertThatThrownBy(() -> PacketFormat.decode(ByteBuffer.wrap(longer))).isInstanceOf(IOException.class);
    }

    @Test
    void decode_anyByteChanged_ioExceptionOrAnotherResult() throws IOException {
        for (boolean isBinary : new boolean[] {false, true}) {
            byte[] encoded = PacketFormat.encode(small(isBinary));
            int refused = 0;
            for (int i = 0; i < encoded.length; i++) {
                for (int value = 0; value < 256; value++) {
                    byte[] changed = encoded.clone();
                    changed[i] = (byte) value;
                    try {
                        assertThat(PacketFormat.encode(PacketFormat.decode(ByteBuffer.wrap(changed))))
                                .isEqualTo(changed);
                    } catch (IOException expected) {
                        refused++;
                    }
                }
            }
            assertThat(refused).isGreaterThan(encoded.length);
        }
    }

    @Test
    void decode_countsBeyondTheBytes_ioExceptionBeforeMemoryIsTaken() {
        byte[] manyColumns = ByteBuffer.allocate(32)
                .put((byte) PacketFormat.VERSION)
                .put((byte) 0)
                .putInt(Integer.MAX_VALUE)
                .array();
        byte[] longColumn = ByteBuffer.allocate(32)
                .put((byte) PacketFormat.VERSION)
                .put((byte) 0)
                .putInt(1)
                .putShort((short) 0)
                .putInt(Integer.MAX_VALUE)
                .array();

        assertThatThrownBy(() -> PacketFormat.decode(ByteBuffer.wrap(manyColumns)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("number of columns");
        assertThatThrownBy(() -> PacketFormat.decode(ByteBuffer.wrap(longColumn)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("length");
    }

    @Test
    void decode_rowThatTheDriverWouldTakeForTheEnd_ioException() throws IOException {
        PacketCollector collector = collector(false, NO_LIMITS);
        byte[] end = {(byte) 0xFE, 0, 0, 2, 0};
        assertThat(collector.add(end, end.length)).isTrue();

        byte[] encoded = PacketFormat.encode(collector.toResult());

        assertThatThrownBy(() -> PacketFormat.decode(ByteBuffer.wrap(encoded))).isInstanceOf(IOException.class);
    }

    private static PacketResult small(boolean isBinary) throws IOException {
        PacketCollector collector = collector(isBinary, NO_LIMITS);
        collector.addValues(new byte[][] {NUMBER, {'a', 'b'}});
        collector.addValues(new byte[][] {null, {'c'}});
        return collector.toResult();
    }

    private static PacketResult result(boolean isBinary) throws IOException {
        PacketCollector collector = collector(isBinary, NO_LIMITS);
        collector.addValues(new byte[][] {NUMBER, {}});
        collector.addValues(new byte[][] {null, null});
        collector.addValues(new byte[][] {NUMBER, LONG_TEXT});
        return collector.toResult();
    }

    private static PacketCollector collector(boolean isBinary, CaptureLimits limits) throws IOException {
        byte[][] columns = {column("a", LONG), column("b", VARCHAR)};
        return new PacketCollector(isBinary, /* isExtended= */ false, columns, new short[] {0, 129}, limits);
    }

    private static byte[] column(String name, int type) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        for (String each : new String[] {"def", "s", "t", "t", name, name}) {
            packet.write(each.length());
            packet.writeBytes(each.getBytes(StandardCharsets.US_ASCII));
        }
        packet.write(12);
        packet.writeBytes(new byte[] {45, 0, 10, 0, 0, 0, (byte) type, 0, 0, 0, 0, 0});
        return packet.toByteArray();
    }
}
