package io.querytap.agent;

import io.querytap.agent.report.AgentInfo;
import io.querytap.agent.report.ExitSummary;
import io.querytap.agent.report.HtmlReport;
import io.querytap.agent.report.JsonReport;
import io.querytap.agent.report.ReportException;
import io.querytap.agent.sarif.SarifReport;
import io.querytap.agent.version.AgentVersion;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.core.Observations;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.FindingSettings;
import io.querytap.core.settings.Settings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Report files and exit summary, as far as they are wanted. A file that cannot be written is said, and the rest goes on. */
final class Reports {
    /** Columns of the summary: fits a usual terminal and log viewer. */
    private static final int SUMMARY_COLUMNS = 120;

    private final Configuration configuration;
    private final Observations observations;
    private final Caching caching;
    private final @Nullable Path stem;

    Reports(Configuration configuration, Observations observations, Caching caching) {
        this.configuration = configuration;
        this.observations = observations;
        this.caching = caching;
        this.stem = configuration.find(Settings.REPORT);
    }

    boolean areWanted() {
        return stem != null;
    }

    /** Writes the files while the application runs. */
    void write() {
        if (stem != null) {
            writeFiles(observations.snapshot(), caching.figures(), agentInfo(), stem);
        }
    }

    /** Writes the files, prints the summary, and last of all lets the findings ask for an exit code. */
    void writeLast() {
        boolean summary = configuration.get(Settings.SUMMARY) && observations.hasSeenAnything();
        boolean judged = FindingsVerdict.isWanted(configuration) && observations.hasSeenAnything();
        if (stem == null && !summary && !judged) {
            return;
        }
        Snapshot snapshot = observations.snapshot();
        CacheFigures cache = caching.figures();
        AgentInfo agent = agentInfo();
        Path page = stem == null ? null : writeFiles(snapshot, cache, agent, stem);
        if (summary) {
            Diagnostics.print(ExitSummary.of(snapshot, cache, agent, page, SUMMARY_COLUMNS));
        }
        if (judged) {
            FindingsVerdict.pronounce(configuration, snapshot.findings());
        }
    }

    /** Returns the page, or null if it could not be written. */
    private @Nullable Path writeFiles(Snapshot snapshot, @Nullable CacheFigures cache, AgentInfo agent, Path stem) {
        try {
            JsonReport report = json(cache, agent);
            Path page = withSuffix(stem, ".html");
            report.write(snapshot, withSuffix(stem, ".json"));
            HtmlReport.write(report.toBytes(snapshot), page);
            new SarifReport(agent, configuration.get(Settings.REPORT_SOURCE_ROOT))
                    .write(snapshot, withSuffix(stem, ".sarif"));
            return page;
        } catch (ReportException failure) {
            Diagnostics.sayOnce("report", "querytap.report: the report could not be written: " + failure.getMessage());
            return null;
        }
    }

    /** The document of now, for a page that is live. */
    byte[] document() {
        return json(caching.figures(), agentInfo()).toBytes(observations.snapshot());
    }

    private JsonReport json(@Nullable CacheFigures cache, AgentInfo agent) {
        return new JsonReport(agent, configuration.get(Settings.SLOW_QUERY), lookedFor(configuration)).with(cache);
    }

    private static Set<Finding.Kind> lookedFor(Configuration configuration) {
        Set<Finding.Kind> kinds = EnumSet.noneOf(Finding.Kind.class);
        FindingRules rules = FindingSettings.rules(configuration);
        for (Finding.Kind kind : Finding.Kind.values()) {
            if (rules != null && rules.isOn(kind)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Path withSuffix(Path stem, String suffix) {
        return stem.resolveSibling(stem.getFileName() + suffix);
    }

    private AgentInfo agentInfo() {
        return AgentInfo.ofThisJvm(AgentVersion.read().version(), configuration.serviceName());
    }
}
