package io.querytap.core.detect.unit;

/**
 * How the number of repeats follows the number of rows of what is taken for their source, over units of one name: the difference
 * between a query for each row and a query that is made six times in any case. For one thread; bounded.
 */
final class Scaling {
    /** Different numbers of rows that are remembered; the first ones, more prove no more. */
    static final int MAX_POINTS = 16;

    /** Different numbers of rows without which nothing is said. */
    static final int MIN_POINTS = 3;

    private static final double LEAST_SLOPE = 0.8;
    private static final double MOST_SLOPE = 1.2;

    /** How far a point may lie from the line, as a share of its rows. */
    private static final double NEAR = 0.2;

    /** Rows have to differ by this factor for a constant number of repeats to mean anything. */
    private static final double VARIED = 1.5;

    private final long[] rows = new long[MAX_POINTS];
    private final long[] repeats = new long[MAX_POINTS];
    private int points;

    /** Another unit; of two with the same number of rows the later counts. */
    void add(long rowCount, long repeatCount) {
        for (int i = 0; i < points; i++) {
            if (rows[i] == rowCount) {
                repeats[i] = repeatCount;
                return;
            }
        }
        if (points < MAX_POINTS) {
            rows[points] = rowCount;
            repeats[points++] = repeatCount;
        }
    }

    /** Whether repeats grow with rows, about one for one. */
    boolean grows() {
        double slope = slope();
        if (points < MIN_POINTS || slope < LEAST_SLOPE || slope > MOST_SLOPE) {
            return false;
        }
        double offset = mean(repeats) - slope * mean(rows);
        for (int i = 0; i < points; i++) {
            if (Math.abs(repeats[i] - offset - slope * rows[i]) > NEAR * Math.max(rows[i], 1) + 1) {
                return false;
            }
        }
        return true;
    }

    /** Whether there are as many repeats however many rows there are. */
    boolean isConstant() {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < points; i++) {
            if (repeats[i] != repeats[0]) {
                return false;
            }
            least = Math.min(least, rows[i]);
            most = Math.max(most, rows[i]);
        }
        return points >= MIN_POINTS && most >= VARIED * least;
    }

    /** Repeats for each further row; of use with at least {@link #MIN_POINTS}. */
    double slope() {
        double meanRows = mean(rows);
        double meanRepeats = mean(repeats);
        double products = 0;
        double squares = 0;
        for (int i = 0; i < points; i++) {
            products += (rows[i] - meanRows) * (repeats[i] - meanRepeats);
            squares += (rows[i] - meanRows) * (rows[i] - meanRows);
        }
        return squares == 0 ? 0 : products / squares;
    }

    private double mean(long[] of) {
        double sum = 0;
        for (int i = 0; i < points; i++) {
            sum += of[i];
        }
        return points == 0 ? 0 : sum / points;
    }
}
