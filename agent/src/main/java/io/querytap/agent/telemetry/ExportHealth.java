package io.querytap.agent.telemetry;

import io.querytap.core.settings.OtlpTarget;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says once why exports to a receiver fail and once when they work again, for whichever signal notices first; never the server's words. Thread-safe. */
final class ExportHealth {
    /** Prints a message the first time that its topic is seen. */
    interface Voice {
        boolean sayOnce(String topic, String message);
    }

    private final String hostAndPort;
    private final Voice voice;
    private volatile boolean failing;

    ExportHealth(OtlpTarget target, Voice voice) {
        this.hostAndPort = target.hostAndPort();
        this.voice = voice;
    }

    void answered(int httpStatus) {
        if (httpStatus < 200 || httpStatus > 299) {
            sayFailing("it answered with HTTP status " + httpStatus);
        } else if (failing) {
            failing = false;
            voice.sayOnce("recovered " + hostAndPort, "export to " + hostAndPort + " works again");
        }
    }

    void failed(Throwable failure) {
        sayFailing(reason(failure));
    }

    private void sayFailing(String reason) {
        failing = true;
        // Metrics and traces usually fail together, for one reason: that is one line.
        voice.sayOnce(
                "failing " + hostAndPort + ": " + reason,
                "could not export to " + hostAndPort + ": " + reason
                        + "; the application is not affected; retrying quietly");
    }

    /** Our own words for the failure: messages of exceptions and servers may quote headers, which hold credentials. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        boolean connecting = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = knownReason(cause);
            if (reason != null) {
                return reason;
            }
            connecting |= cause instanceof ConnectException; // which an unknown host comes wrapped in, too
            innermost = cause;
        }
        return connecting ? "cannot connect" : innermost.getClass().getSimpleName();
    }

    private static @Nullable String knownReason(Throwable failure) {
        if (failure instanceof UnresolvedAddressException || failure instanceof UnknownHostException) {
            return "unknown host";
        }
        if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof FileSystemException) {
            return failure.getClass().getSimpleName() + ' ' + ((FileSystemException) failure).getFile();
        }
        if (failure instanceof SSLException) {
            return "no secure connection (" + failure.getClass().getSimpleName() + ')';
        }
        return null;
    }
}
