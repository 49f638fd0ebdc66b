package io.querytap.cache.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
    private static final byte[] CELL = {1, 2, 3};

    @Test
    void row_nullEmptyAndBytes_areApart() {
        PackedRows rows = twoRows();

        assertThat(rows.rows()).isEqualTo(2);
        assertThat(rows.row(0)).isDeepEqualTo(new byte[][] {CELL, null});
        assertThat(rows.row(1)).isDeepEqualTo(new byte[][] {{}, CELL});
        assertThat(rows.weightBytes()).isGreaterThan(2 * CELL.length);
    }

    @Test
    void row_changedByCaller_staysAsItWas() {
        PackedRows rows = twoRows();

        rows.row(0)[0][0] = 9;

        assertThat(rows.row(0)[0]).isEqualTo(CELL);
    }

    @Test
    void packer_changedAfterwards_staysAsItWas() {
        byte[] cell = CELL.clone();
        PackedRows.Packer packer = new PackedRows.Packer(1, 1, 100);
        packer.beginRow();
        packer.add(cell);
        PackedRows rows = packer.pack();

        cell[0] = 9;

        assertThat(rows.row(0)[0]).isEqualTo(CELL);
    }

    @Test
    void packer_pastItsLimit_refuses() {
        PackedRows.Packer packer = new PackedRows.Packer(1, 3, 2 * (Integer.BYTES + CELL.length));
        packer.beginRow();

        assertThat(packer.add(CELL)).isTrue();
        packer.beginRow();
        assertThat(packer.add(CELL)).isTrue();
        packer.beginRow();
        assertThat(packer.add(null)).isFalse();
    }

    @Test
    void firstDifference_cellOrMissingRow_isTheFirst() {
        PackedRows.Packer packer = new PackedRows.Packer(2, 1, 100);
        packer.beginRow();
        packer.add(CELL);
        packer.add(new byte[0]);

        assertThat(twoRows().firstDifference(packer.pack())).containsExactly(1, 2);
        assertThat(twoRows().firstDifference(twoRows())).isNull();
        PackedRows.Packer shorter = new PackedRows.Packer(2, 1, 100);
        shorter.beginRow();
        shorter.add(CELL);
        shorter.add(null);
        assertThat(twoRows().firstDifference(shorter.pack())).containsExactly(2, 1);
    }

    @Test
    void read_whatWasWritten_isTheSame() throws Exception {
        PackedRows read = PackedRows.read(ByteBuffer.wrap(written()), 2);

        assertThat(read.row(0)).isDeepEqualTo(twoRows().row(0));
        assertThat(read.row(1)).isDeepEqualTo(twoRows().row(1));
        assertThat(written()).hasSize(twoRows().encodedBytes());
    }

    @Test
    void read_cutAnywhere_isSaid() {
        byte[] written = written();

        for (int length = 0; length < written.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(written, length));
            assertThatThrownBy(() -> PackedRows.read(cut, 2)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void read_foreignBytes_readsOrSays() {
        Random random = new Random(1);
        int said = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = written();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                PackedRows read = PackedRows.read(ByteBuffer.wrap(bytes), 2);
                for (int row = 0; row < read.rows(); row++) {
                    assertThat(read.row(row)).hasNumberOfRows(2);
                }
            } catch (IOException e) {
                said++;
            }
        }
        assertThat(said).isGreaterThan(1000);
    }

    @Test
    void read_hugeNumbers_allocatesNothingOfThem() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .flip();

        assertThatThrownBy(() -> PackedRows.read(bytes, 1)).isInstanceOf(IOException.class);
    }

    private static byte[] written() {
        PackedRows rows = twoRows();
        ByteBuffer to = ByteBuffer.allocate(rows.encodedBytes());
        rows.writeTo(to);
        return to.array();
    }

    private static PackedRows twoRows() {
        PackedRows.Packer packer = new PackedRows.Packer(2, 2, 100);
        packer.beginRow();
        packer.add(CELL);
        packer.add(null);
        packer.beginRow();
        packer.add(new byte[0]);
        packer.add(CELL);
        return packer.pack();
    }
}
