package io.querytap.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.cache.key.EntryKey;
import io.querytap.cache.key.KeyWriter;
import io.querytap.cache.shared.SharedStamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFormatTest {
    private static final byte[] SECRET = "correct horse".getBytes(StandardCharsets.UTF_8);
    private static final EntryKey KEY =
            new KeyWriter().writeText("select 1").writeInt(7).toKey();
    private static final EntryKey OTHER_KEY =
            new KeyWriter().writeText("select 1").writeInt(8).toKey();
    private static final SharedStamp STAMP = new SharedStamp("epoch.a.b");

    /** The three ways to seal. */
    enum Form {
        CHECKSUM(null, false),
        SECRET_ONLY(SECRET, false),
        ENCRYPTED(SECRET, true);

        private final byte @Nullable [] secret;
        private final boolean encrypts;

        Form(byte @Nullable [] secret, boolean encrypts) {
            this.secret = secret;
            this.encrypts = encrypts;
        }

        EntryFormat make() {
            return new EntryFormat(secret, encrypts);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4095, 4096, 300_000})
    void read_whatWasWritten_isTheSame(int length) {
        byte[] random = new byte[length];
        new Random(length).nextBytes(random);
        byte[] regular = new byte[length];
        Arrays.fill(regular, (byte) 'x');
        for (Form form : Form.values()) {
            EntryFormat written = form.make();
            EntryFormat elsewhere = form.make();
            for (byte[] rows : new byte[][] {random, regular}) {
                assertThat(elsewhere.read(KEY, STAMP, write(written, rows)))
                        .as(form.name())
                        .isEqualTo(rows);
            }
            assertThat(elsewhere.refused()).isZero();
        }
    }

    @Test
    void write_regularRowsAboveTheBound_areCompressed() {
        byte[] regular = new byte[100_000];
        assertThat(write(Form.SECRET_ONLY.make(), regular)).hasSizeLessThan(2_000);
    }

    @Test
    void write_tooLarge_isNotWritten() {
        byte[] rows = new byte[EntryFormat.MAX_ROWS_BYTES + 1];
        assertThat(Form.CHECKSUM.make().write(KEY, STAMP, rows)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void read_underAnotherKeyOrStamp_isRefused(Form form) {
        EntryFormat format = form.make();
        byte[] entry = write(format, new byte[] {1, 2, 3});
        assertThat(format.read(OTHER_KEY, STAMP, entry)).isNull();
        assertThat(format.read(KEY, new SharedStamp("epoch.a.c"), entry)).isNull();
        assertThat(format.refused()).isEqualTo(2);
        assertThat(format.read(KEY, STAMP, entry)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void read_anyBitFlipped_isRefused(Form form) {
        EntryFormat format = form.make();
        byte[] entry = write(format, new byte[] {1, 2, 3});
        for (int bit = 0; bit < entry.length * Byte.SIZE; bit++) {
            byte[] broken = entry.clone();
            broken[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(format.read(KEY, STAMP, broken)).as("bit " + bit).isNull();
        }
        assertThat(format.refused()).isEqualTo((long) entry.length * Byte.SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void read_cutOffOrLonger_isRefused(Form form) {
        EntryFormat format = form.make();
        byte[] entry = write(format, new byte[5_000]);
        for (int length = 0; length < entry.length; length++) {
            assertThat(format.read(KEY, STAMP, Arrays.copyOf(entry, length)))
                    .as("length " + length)
                    .isNull();
        }
        assertThat(format.read(KEY, STAMP, Arrays.copyOf(entry, entry.length + 1)))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void read_bytesOfSomebodyElse_areRefused(Form form) {
        EntryFormat format = form.make();
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            byte[] foreign = new byte[random.nextInt(200)];
            random.nextBytes(foreign);
            if (foreign.length > 1) {
                foreign[0] = 1;
                foreign[1] &= 3;
            }
            assertThat(format.read(KEY, STAMP, foreign)).isNull();
        }
        assertThat(format.refused()).isEqualTo(2_000);
    }

    @Test
    void read_anotherSecretOrNone_isRefused() {
        byte[] rows = {1};
        EntryFormat ours = Form.SECRET_ONLY.make();
        EntryFormat theirs = new EntryFormat("battery staple".getBytes(StandardCharsets.UTF_8), false);
        assertThat(ours.read(KEY, STAMP, write(theirs, rows))).isNull();
        assertThat(ours.read(KEY, STAMP, write(Form.CHECKSUM.make(), rows))).isNull();
        assertThat(ours.read(KEY, STAMP, write(Form.ENCRYPTED.make(), rows))).isNull();
        assertThat(Form.ENCRYPTED.make().read(KEY, STAMP, write(ours, rows))).isNull();
    }

    @Test
    void write_encrypted_showsNeitherKeyNorRowsAndNeverTheSameTwice() {
        byte[] rows = "a name that nobody may see".getBytes(StandardCharsets.UTF_8);
        EntryFormat format = Form.ENCRYPTED.make();
        byte[] entry = write(format, rows);
        String shown = new String(entry, StandardCharsets.ISO_8859_1);
        assertThat(shown).doesNotContain("nobody may see").doesNotContain("select 1");
        assertThat(write(format, rows)).isNotEqualTo(entry);
    }

    @Test
    void constructor_encryptionWithoutSecret_isRefused() {
        assertThatThrownBy(() -> new EntryFormat(new byte[0], true)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Without a secret anybody can make the checksum: then lengths must still hold. */
    @Test
    void read_claimsMoreThanItHas_isRefused() {
        EntryFormat format = Form.CHECKSUM.make();
        byte[] entry = write(format, new byte[100_000]);
        EntryKey longer = new EntryKey(Arrays.copyOf(KEY.canonical(), KEY.canonical().length + 1_000));
        assertThat(format.read(longer, STAMP, entry)).isNull();
    }

    private static byte[] write(EntryFormat format, byte[] rows) {
        return Objects.requireNonNull(format.write(KEY, STAMP, rows));
    }
}
