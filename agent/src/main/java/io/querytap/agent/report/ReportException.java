package io.querytap.agent.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A report that could not be written or read; the message names the file and the reason and is fit to be shown as it is. */
public final class ReportException extends IOException {
    private static final long serialVersionUID = 1L;

    private ReportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static ReportException notWritten(Path file, IOException cause) {
        return new ReportException(
                "the report " + file.toAbsolutePath() + " could not be written: " + reason(cause), cause);
    }

    /** The file is not there, or cannot be read. */
    public static ReportException notRead(Path file, IOException cause) {
        return new ReportException(
                "the report " + file.toAbsolutePath() + " could not be read: " + reason(cause), cause);
    }

    /** The file is something else. */
    public static ReportException notAReport(Path file, String why) {
        return new ReportException(file.toAbsolutePath() + " is not a report of Querytap: " + why, null);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied for " + ((AccessDeniedException) cause).getFile();
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file or directory: " + ((NoSuchFileException) cause).getFile();
        }
        if (cause instanceof FileAlreadyExistsException) {
            return ((FileAlreadyExistsException) cause).getFile() + " exists and is not a directory";
        }
        if (cause instanceof FileSystemException && ((FileSystemException) cause).getReason() != null) {
            return String.valueOf(((FileSystemException) cause).getReason());
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
