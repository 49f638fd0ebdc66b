package io.querytap.core.pattern.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The kept inputs of {@code corpus.txt}: one a line, the target's name and the bytes in base 64. The main method turns them into
 * the fuzzer's folders and back.
 */
public final class FuzzCorpus {
    private static final String FILE = "corpus.txt";

    /** A longer input rarely reaches what no shorter one does, and the file is kept small. */
    private static final int MAX_KEPT_LENGTH = 400;

    static final class Input {
        final String target;
        final byte[] data;

        Input(String target, byte[] data) {
            this.target = target;
            this.data = data;
        }

        void run() {
            if (target.equals("leak")) {
                LeakFuzzer.fuzzerTestOneInput(data);
            } else {
                TextFuzzer.fuzzerTestOneInput(data);
            }
        }

        @Override
        public String toString() {
            return target + ' ' + Base64.getEncoder().encodeToString(data);
        }
    }

    private FuzzCorpus() {}

    static List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        for (String line : lines()) {
            int blank = line.indexOf(' ');
            inputs.add(new Input(line.substring(0, blank), Base64.getDecoder().decode(line.substring(blank + 1))));
        }
        return inputs;
    }

    private static List<String> lines() {
        try (InputStream file = Objects.requireNonNull(FuzzCorpus.class.getResourceAsStream(FILE));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code unpack folder} writes one file an input into {@code folder/text} and {@code folder/leak}; {@code pack folder file}
     * reads them back.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Paths.get(arguments[1]);
        if (arguments[0].equals("unpack")) {
            int number = 0;
            for (Input input : inputs()) {
                Path target = Files.createDirectories(folder.resolve(input.target));
                Files.write(target.resolve(String.format(Locale.ROOT, "kept-%04d", number++)), input.data);
            }
        } else {
            List<String> lines = new ArrayList<>();
            for (String target : new String[] {"leak", "text"}) {
                try (Stream<Path> files = Files.list(folder.resolve(target))) {
                    for (Path file : (Iterable<Path>) files::iterator) {
                        byte[] data = Files.readAllBytes(file);
                        if (data.length <= MAX_KEPT_LENGTH) {
                            lines.add(new Input(target, data).toString());
                        }
                    }
                }
            }
            lines.sort(null);
            Files.write(Paths.get(arguments[2]), lines);
        }
    }
}
