package io.querytap.agent.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file so that a reader sees the one before or the new one, never a part: a neighbour is written and then moved. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Creates missing parent directories; leaves no temporary file behind when it fails. */
    public static void write(Path file, Content content) throws ReportException {
        Path target = file.toAbsolutePath();
        // Not Files.createTempFile: that would make the report readable for its owner alone.
        Path neighbour = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            if (Files.isDirectory(target)) {
                throw new IOException("it is a directory");
            }
            createParent(target);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(neighbour), 1 << 16)) {
                content.writeTo(out);
            }
            move(neighbour, target);
        } catch (IOException failure) {
            deleteQuietly(neighbour);
            throw ReportException.notWritten(file, failure);
        }
    }

    private static void createParent(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null || Files.isDirectory(parent)) { // also a link to one, which createDirectories refuses on 11
            return;
        }
        if (Files.exists(parent)) {
            throw new FileAlreadyExistsException(parent.toString());
        }
        Files.createDirectories(parent);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException nothingMoreToDo) { // the first failure is the one worth telling
            return;
        }
    }

    /** Writes what is to be in the file; does not close the stream. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
