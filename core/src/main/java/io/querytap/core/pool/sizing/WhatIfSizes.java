package io.querytap.core.pool.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which sizes of a pool are worth trying: all up to twice the present one where that is few, else those near what matters. */
final class WhatIfSizes {
    /** Sizes tried of a larger pool; each costs a replay of all leases, twice. */
    static final int MAX_SIZES = 16;

    /** Where all sizes are tried. */
    private static final int ALL_UP_TO = 20;

    /** Sizes on each side of the present and the recommended one that come first. */
    private static final int NEAR = 2;

    private static final double STEP = 1.5;

    private WhatIfSizes() {}

    /** Ascending; the present one and the recommended one are among them. */
    static List<Integer> around(int currentMax, int recommendedMax) {
        int center = currentMax > 0 ? currentMax : recommendedMax;
        int top = Math.max(center > Integer.MAX_VALUE / 2 ? center : 2 * center, recommendedMax);
        TreeSet<Integer> sizes = new TreeSet<>();
        if (top <= ALL_UP_TO) {
            for (int size = 1; size <= top; size++) {
                sizes.add(size);
            }
            return new ArrayList<>(sizes);
        }
        sizes.add(center);
        sizes.add(recommendedMax);
        for (int distance = 1; distance <= NEAR; distance++) {
            add(sizes, recommendedMax - distance, top);
            add(sizes, recommendedMax + distance, top);
            add(sizes, center - distance, top);
            add(sizes, center + distance, top);
        }
        add(sizes, 1, top);
        add(sizes, top, top);
        for (double size = center; size > 1 && sizes.size() < MAX_SIZES; size /= STEP) {
            add(sizes, (int) size, top);
        }
        for (double size = center; size < top && sizes.size() < MAX_SIZES; size *= STEP) {
            add(sizes, (int) size, top);
        }
        return new ArrayList<>(sizes);
    }

    private static void add(TreeSet<Integer> sizes, int size, int top) {
        if (size >= 1 && size <= top && sizes.size() < MAX_SIZES) {
            sizes.add(size);
        }
    }
}
