package io.querytap.cache.store;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Whether the host's heap is nearly full, by what was left after the last collection: what is used between collections says nothing. Asked
 * from one thread of the agent; read by all.
 */
public final class HeapPressure {
    /** Above this share of the heap nothing more is kept. */
    public static final double STOP_FILLING_ABOVE = 0.90;

    /** Looks in a row above that share, after which everything that is held is dropped. */
    public static final int DROP_AFTER_LOOKS = 2;

    private final DoubleSupplier usedShare;
    private int highLooks;
    private volatile boolean isHigh;

    public HeapPressure() {
        this(new OfThisJvm());
    }

    /** @param usedShare of the heap, 0 to 1; NaN where nobody knows */
    HeapPressure(DoubleSupplier usedShare) {
        this.usedShare = usedShare;
    }

    /** Whether nothing more may be kept. */
    public boolean isHigh() {
        return isHigh;
    }

    /**
     * Looks anew.
     *
     * @return whether what is held must be dropped
     */
    public boolean look() {
        boolean high = usedShare.getAsDouble() > STOP_FILLING_ABOVE;
        isHigh = high;
        highLooks = high ? highLooks + 1 : 0;
        return highLooks
                == DROP_AFTER_LOOKS; // once: dropping it again and again would only fight with those who may keep again
    }

    /** The fullest of the pools that outlive collections. */
    private static final class OfThisJvm implements DoubleSupplier {
        private final List<MemoryPoolMXBean> pools = new ArrayList<>();

        OfThisJvm() {
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                boolean isTenured = pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported();
                if (isTenured
                        && pool.getCollectionUsage()
                                != null) { // young spaces have no threshold: their filling up is normal
                    pools.add(pool);
                }
            }
        }

        @Override
        public double getAsDouble() {
            double highest = 0;
            for (MemoryPoolMXBean pool : pools) {
                MemoryUsage afterCollection = pool.getCollectionUsage();
                if (afterCollection != null && afterCollection.getMax() > 0) {
                    highest = Math.max(highest, (double) afterCollection.getUsed() / afterCollection.getMax());
                }
            }
            return highest;
        }
    }
}
