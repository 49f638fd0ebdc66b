package io.querytap.agent.telemetry;

import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.settings.Settings.HistogramAggregation;
import io.querytap.core.settings.Settings.Temporality;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to export and where to. Immutable. */
public final class TelemetryOptions {
    private final String serviceName;
    private final String agentVersion;
    private final Map<String, String> resourceAttributes;
    private final @Nullable OtlpTarget metrics;
    private final @Nullable OtlpTarget traces;
    private final @Nullable OtlpTarget logs;
    private final Temporality temporality;
    private final HistogramAggregation histogramShape;
    private final Duration exportInterval;

    private TelemetryOptions(Builder builder) {
        this.serviceName = builder.serviceName;
        this.agentVersion = builder.agentVersion;
        this.resourceAttributes = Map.copyOf(builder.resourceAttributes);
        this.metrics = builder.metrics;
        this.traces = builder.traces;
        this.logs = builder.logs;
        this.temporality = builder.temporality;
        this.histogramShape = builder.histogramShape;
        this.exportInterval = builder.exportInterval;
    }

    public static Builder builder(String serviceName, String agentVersion) {
        return new Builder(serviceName, agentVersion);
    }

    public String serviceName() {
        return serviceName;
    }

    public String agentVersion() {
        return agentVersion;
    }

    /** Attributes of the resource besides the service's name; {@code service.instance.id} is made up where it is missing. */
    public Map<String, String> resourceAttributes() {
        return resourceAttributes;
    }

    /** Null: no metrics. */
    public @Nullable OtlpTarget metrics() {
        return metrics;
    }

    /** Null: no traces. */
    public @Nullable OtlpTarget traces() {
        return traces;
    }

    /** Null: no log events. */
    public @Nullable OtlpTarget logs() {
        return logs;
    }

    public Temporality temporality() {
        return temporality;
    }

    public HistogramAggregation histogramShape() {
        return histogramShape;
    }

    /** Time between two exports of metrics. */
    public Duration exportInterval() {
        return exportInterval;
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final String serviceName;
        private final String agentVersion;
        private Map<String, String> resourceAttributes = Map.of();
        private @Nullable OtlpTarget metrics;
        private @Nullable OtlpTarget traces;
        private @Nullable OtlpTarget logs;
        private Temporality temporality = Temporality.CUMULATIVE;
        private HistogramAggregation histogramShape = HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM;
        private Duration exportInterval = Duration.ofSeconds(60);

        private Builder(String serviceName, String agentVersion) {
            this.serviceName = Objects.requireNonNull(serviceName, "serviceName");
            this.agentVersion = Objects.requireNonNull(agentVersion, "agentVersion");
        }

        public Builder resourceAttributes(Map<String, String> value) {
            this.resourceAttributes = value;
            return this;
        }

        /** Null, the default, sends no metrics. */
        public Builder metrics(@Nullable OtlpTarget value) {
            this.metrics = value;
            return this;
        }

        /** Null, the default, sends no traces. */
        public Builder traces(@Nullable OtlpTarget value) {
            this.traces = value;
            return this;
        }

        /** Null, the default, sends no log events. */
        public Builder logs(@Nullable OtlpTarget value) {
            this.logs = value;
            return this;
        }

        /** Cumulative unless set. */
        public Builder temporality(Temporality value) {
            this.temporality = value;
            return this;
        }

        /** Explicit unless set. */
        public Builder histogramShape(HistogramAggregation value) {
            this.histogramShape = value;
            return this;
        }

        /** 60 s unless set. */
        public Builder exportInterval(Duration value) {
            this.exportInterval = value;
            return this;
        }

        public TelemetryOptions build() {
            return new TelemetryOptions(this);
        }
    }
}
