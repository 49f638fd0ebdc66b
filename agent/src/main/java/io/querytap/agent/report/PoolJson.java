package io.querytap.agent.report;

import static io.querytap.agent.report.JsonValues.rounded;
import static io.querytap.agent.report.JsonValues.seconds;
import static io.querytap.agent.report.JsonValues.writeDurations;
import static io.querytap.agent.report.JsonValues.writeText;
import static io.querytap.agent.report.JsonValues.writeTexts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is known of a connection pool: its figures, to whom the waiting is laid, how large it should be. */
final class PoolJson {
    /** Digits of a share: a thousandth of a per cent. */
    private static final int SHARE_DIGITS = 5;

    private PoolJson() {}

    static void write(JsonGenerator json, PoolSnapshot pool) throws IOException {
        json.writeStartObject();
        writeText(json, "name", pool.name());
        writeText(json, "kind", pool.kind());
        writeText(json, "database", pool.database());
        writeGauge(json, "max", pool.max());
        writeGauge(json, "minIdle", pool.minIdle());
        writeGauge(json, "maxIdle", pool.maxIdle());
        writeGauge(json, "used", pool.used());
        writeGauge(json, "idle", pool.idle());
        writeGauge(json, "pending", pool.pending());
        json.writeNumberField("timeouts", pool.timeouts());
        json.writeNumberField("failures", pool.failures());
        json.writeNumberField("failedSeconds", seconds(pool.failedNanos()));
        json.writeNumberField("creationFailures", pool.creationFailures());
        writeDurations(json, "wait", Percentiles.of(pool.waitTime()));
        writeDurations(json, "timedOutWait", Percentiles.of(pool.timedOutWaitTime()));
        writeDurations(json, "use", Percentiles.of(pool.useTime()));
        writeDurations(json, "create", Percentiles.of(pool.createTime()));
        writeBlame(json, BlameBars.of(pool));
        SizingJson.write(json, pool.sizing());
        json.writeEndObject();
    }

    private static void writeGauge(JsonGenerator json, String name, int value) throws IOException {
        if (value == PoolGauges.UNKNOWN) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static void writeBlame(JsonGenerator json, BlameBars blame) throws IOException {
        double all = blame.nanos();
        json.writeArrayFieldStart("blame");
        for (BlameBars.Bar bar : blame.holders()) {
            for (Map.Entry<HolderState, Double> state : bar.states().entrySet()) {
                writeShare(json, bar.holder(), bar.holders(), state.getKey().id(), state.getValue(), all);
            }
        }
        for (Map.Entry<String, Double> account : blame.accounts().entrySet()) {
            writeShare(json, /* holder= */ null, /* holders= */ 0, account.getKey(), account.getValue(), all);
        }
        json.writeEndArray();
    }

    private static void writeShare(
            JsonGenerator json,
            HolderNames.@Nullable Name holder,
            int holders,
            String state,
            double waitedNanos,
            double allNanos)
            throws IOException {
        json.writeStartObject();
        writeText(json, "site", holder == null ? null : holder.site());
        writeText(json, "unit", holder == null ? null : holder.unit());
        json.writeNumberField("holders", holders);
        json.writeStringField("state", state);
        json.writeNumberField("seconds", seconds(waitedNanos));
        json.writeNumberField("share", rounded(allNanos > 0 ? waitedNanos / allNanos : 0, SHARE_DIGITS));
        writeTexts(json, "stack", holder == null ? List.of() : holder.stack());
        json.writeEndObject();
    }
}
