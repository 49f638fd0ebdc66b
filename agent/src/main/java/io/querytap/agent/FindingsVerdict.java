package io.querytap.agent;

import io.querytap.core.detect.Finding;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Settings;
import io.querytap.instrumentation.exit.ExitCode;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Locale;

/** Whether what was found fails the run, for those who set {@code querytap.findings.fail}. */
final class FindingsVerdict {
    /** Neither 1, which the launcher gives, nor 2, which commands give for wrong arguments. */
    static final int EXIT_CODE = 3;

    private FindingsVerdict() {}

    static boolean isWanted(Configuration configuration) {
        return configuration.find(Settings.FINDINGS_FAIL) != null && configuration.get(Settings.FINDINGS.enabled);
    }

    /**
     * Weaves the end of the JVM; the hooks have been defined. In premain, because the JVM hands no class to a transformer on a
     * thread that is transforming another one.
     */
    static void prepare(Instrumentation instrumentation, long mainThreadId) {
        if (!ExitCode.prepare(instrumentation, mainThreadId)) {
            Diagnostics.say(Settings.FINDINGS_FAIL.propertyName()
                    + " has no effect: the end of this JVM is not one that the agent knows");
        }
    }

    /** Asks for the exit code if a finding stands that is severe and sure enough, and says so. */
    static void pronounce(Configuration configuration, List<Finding> findings) {
        Settings.FindingsFail least = configuration.find(Settings.FINDINGS_FAIL);
        if (least == null) {
            return;
        }
        long failing =
                findings.stream().filter(it -> fails(it, severity(least))).count();
        if (failing > 0) {
            ExitCode.ask(EXIT_CODE);
            Diagnostics.say(String.format(
                    Locale.ROOT,
                    "%s=%s: %d %s; the exit code is %d unless the application gives one",
                    Settings.FINDINGS_FAIL.propertyName(),
                    least.name().toLowerCase(Locale.ROOT),
                    failing,
                    failing == 1 ? "finding" : "findings",
                    EXIT_CODE));
        }
    }

    static boolean fails(Finding finding, Finding.Severity least) {
        return finding.severity().compareTo(least) >= 0
                && finding.confidence().compareTo(Finding.Confidence.PROBABLE) >= 0;
    }

    private static Finding.Severity severity(Settings.FindingsFail least) {
        return least == Settings.FindingsFail.HIGH ? Finding.Severity.HIGH : Finding.Severity.WARNING;
    }
}
