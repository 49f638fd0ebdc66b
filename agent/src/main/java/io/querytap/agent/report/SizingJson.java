package io.querytap.agent.report;

import static io.querytap.agent.report.JsonValues.rounded;
import static io.querytap.agent.report.JsonValues.seconds;
import static io.querytap.agent.report.JsonValues.writeEmptyArray;
import static io.querytap.agent.report.JsonValues.writeText;
import static io.querytap.agent.report.JsonValues.writeTexts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.sizing.DatabaseBottleneck;
import io.querytap.core.pool.sizing.SizeBound;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes how large a pool should be, and what borrowers would have waited in pools of other sizes. */
final class SizingJson {
    /** Digits of a load, a share or a probability. */
    private static final int DIGITS = 4;

    private SizingJson() {}

    /** @param sizing null where too little was seen: then there is neither a load nor a recommendation */
    static void write(JsonGenerator json, @Nullable PoolSizing sizing) throws IOException {
        json.writeObjectFieldStart("sizing");
        if (sizing == null) {
            json.writeNullField("offeredLoad");
            json.writeNullField("recommendedMax");
            writeEmptyArray(json, "whatIf");
        } else {
            json.writeNumberField("offeredLoad", rounded(sizing.offeredLoad(), DIGITS));
            json.writeNumberField("recommendedMax", sizing.recommendedMax());
            json.writeArrayFieldStart("whatIf");
            for (PoolSizing.WhatIf size : sizing.whatIf()) {
                writeWhatIf(json, size);
            }
            json.writeEndArray();
            writeBasis(json, sizing);
            writeBounds(json, sizing);
            writeBottleneck(json, sizing.databaseBottleneck());
            writeTexts(json, "sentences", sizing.sentences());
        }
        json.writeEndObject();
    }

    private static void writeWhatIf(JsonGenerator json, PoolSizing.WhatIf size) throws IOException {
        json.writeStartObject();
        json.writeNumberField("max", size.max());
        writeWaits(json, size);
        PoolSizing.WhatIf withoutIdle = size.withoutIdle();
        if (withoutIdle == null) {
            json.writeNullField("withoutIdle");
        } else {
            json.writeObjectFieldStart("withoutIdle");
            writeWaits(json, withoutIdle);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeWaits(JsonGenerator json, PoolSizing.WhatIf size) throws IOException {
        json.writeNumberField("waitP50", seconds(size.waitP50Nanos()));
        json.writeNumberField("waitP99", seconds(size.waitP99Nanos()));
        json.writeNumberField("probabilityOfWait", rounded(size.probabilityOfWait(), DIGITS));
        json.writeNumberField("timeouts", size.timeouts());
    }

    private static void writeBasis(JsonGenerator json, PoolSizing sizing) throws IOException {
        json.writeStringField("from", JsonReport.instant(sizing.from()));
        json.writeStringField("to", JsonReport.instant(sizing.to()));
        json.writeNumberField("leases", sizing.leases());
        json.writeNumberField("timeouts", sizing.timeouts());
        json.writeNumberField("busiestOfferedLoad", rounded(sizing.busiestOfferedLoad(), DIGITS));
        json.writeNumberField("wantedAtOnceP99", sizing.wantedAtOnceP99());
        writeKnown(json, "idleShare", sizing.idleShare());
        writeKnown(json, "peakUtilisation", sizing.peakUtilisation());
    }

    private static void writeKnown(JsonGenerator json, String name, double share) throws IOException {
        if (share < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, rounded(share, DIGITS));
        }
    }

    private static void writeBounds(JsonGenerator json, PoolSizing sizing) throws IOException {
        json.writeArrayFieldStart("bounds");
        for (SizeBound bound : sizing.bounds()) {
            json.writeStartObject();
            json.writeStringField("kind", bound.kind().id());
            json.writeNumberField("size", bound.size());
            writeText(json, "why", bound.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeBottleneck(JsonGenerator json, @Nullable DatabaseBottleneck bottleneck)
            throws IOException {
        if (bottleneck == null) {
            json.writeNullField("databaseBottleneck");
            return;
        }
        json.writeObjectFieldStart("databaseBottleneck");
        json.writeNumberField("rankCorrelation", rounded(bottleneck.rankCorrelation(), DIGITS));
        json.writeNumberField("leases", bottleneck.leases());
        json.writeNumberField("fewInUse", bottleneck.fewInUse());
        json.writeNumberField("manyInUse", bottleneck.manyInUse());
        json.writeNumberField("busySecondsAtFew", seconds(bottleneck.busyNanosAtFew()));
        json.writeNumberField("busySecondsAtMany", seconds(bottleneck.busyNanosAtMany()));
        json.writeEndObject();
    }
}
