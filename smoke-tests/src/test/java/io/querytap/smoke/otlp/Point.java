package io.querytap.smoke.otlp;

import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.List;
import java.util.Map;

/**
 * One value of one series, whatever its shape. That of a counter is its sum, and its count is the same, rounded.
 *
 * @param hasExtremes whether it tells a minimum and a maximum
 */
record Point(
        Map<String, Object> attributes,
        long startNanos,
        long timeNanos,
        long count,
        double sum,
        boolean hasExtremes,
        double min,
        double max) {

    static List<Point> of(Metric metric) {
        return switch (metric.getDataCase()) {
            case SUM ->
                metric.getSum().getDataPointsList().stream().map(Point::of).toList();
            case HISTOGRAM ->
                metric.getHistogram().getDataPointsList().stream()
                        .map(Point::of)
                        .toList();
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogram().getDataPointsList().stream()
                        .map(Point::of)
                        .toList();
            default -> throw new AssertionError("not one of the documented instruments: " + metric);
        };
    }

    private static Point of(NumberDataPoint point) {
        double value = point.hasAsDouble() ? point.getAsDouble() : point.getAsInt();
        return new Point(
                Attributes.of(point.getAttributesList()),
                point.getStartTimeUnixNano(),
                point.getTimeUnixNano(),
                Math.round(value),
                value,
                /* hasExtremes= */ false,
                /* min= */ 0,
                /* max= */ 0);
    }

    private static Point of(HistogramDataPoint point) {
        return new Point(
                Attributes.of(point.getAttributesList()),
                point.getStartTimeUnixNano(),
                point.getTimeUnixNano(),
                point.getCount(),
                point.getSum(),
                point.hasMin() && point.hasMax(),
                point.getMin(),
                point.getMax());
    }

    private static Point of(ExponentialHistogramDataPoint point) {
        return new Point(
                Attributes.of(point.getAttributesList()),
                point.getStartTimeUnixNano(),
                point.getTimeUnixNano(),
                point.getCount(),
                point.getSum(),
                point.hasMin() && point.hasMax(),
                point.getMin(),
                point.getMax());
    }
}
