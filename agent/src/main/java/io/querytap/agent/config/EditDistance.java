package io.querytap.agent.config;

/**
 * How many slips of the pen lie between two words: a character too many, too few, or wrong, or two neighbours swapped
 * (Damerau and Levenshtein; no part is touched twice, the variant called optimal string alignment).
 */
final class EditDistance {
    private EditDistance() {}

    static int between(String left, String right) {
        int[] beforePrevious = new int[right.length() + 1];
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                int best = Math.min(previous[j - 1] + (same ? 0 : 1), Math.min(previous[j], current[j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                current[j] = swapped ? Math.min(best, beforePrevious[j - 2] + 1) : best;
            }
            int[] reused = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = reused;
        }
        return previous[right.length()];
    }
}
