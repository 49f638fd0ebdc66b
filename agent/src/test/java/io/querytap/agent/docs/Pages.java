package io.querytap.agent.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The pages of the repository, all its files that end in {@code .md}. */
public final class Pages {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Folders of builds and tools, whose files are nobody's words. */
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    private Pages() {}

    /** Every page, in no order. */
    public static List<Path> all() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean isHidden = name.startsWith(".") && !folder.equals(ROOT);
                    return isHidden || NOT_OURS.contains(name)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The lines of a page. */
    public static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a page that are prose: what is fenced as code is neither heading nor link. */
    static List<String> prose(Path page) {
        List<String> prose = new ArrayList<>();
        boolean isCode = false;
        for (String line : lines(page)) {
            if (line.strip().startsWith("```")) {
                isCode = !isCode;
            } else if (!isCode) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** Where it is, as somebody who reads a message wants it. */
    public static String name(Path page) {
        return ROOT.relativize(page).toString().replace('\\', '/');
    }
}
