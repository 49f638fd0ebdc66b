package io.querytap.cache.generation;

import java.util.Arrays;
import java.util.function.Consumer;

/** Every order in which actors can take their steps, each actor's own steps in their order. */
public final class Interleavings {
    private Interleavings() {}

    /** @param visitor given, for each order, who takes which turn; the array is used again */
    public static long forEach(int[] stepsOfActors, Consumer<int[]> visitor) {
        int[] left = stepsOfActors.clone();
        return visit(left, new int[Arrays.stream(left).sum()], 0, visitor);
    }

    private static long visit(int[] left, int[] turns, int turn, Consumer<int[]> visitor) {
        if (turn == turns.length) {
            visitor.accept(turns);
            return 1;
        }
        long count = 0;
        for (int actor = 0; actor < left.length; actor++) {
            if (left[actor] > 0) {
                left[actor]--;
                turns[turn] = actor;
                count += visit(left, turns, turn + 1, visitor);
                left[actor]++;
            }
        }
        return count;
    }
}
