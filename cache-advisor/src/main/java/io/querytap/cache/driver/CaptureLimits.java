package io.querytap.cache.driver;

/** How large a result may be. Immutable. */
public final class CaptureLimits {
    private final int maxRows;
    private final int maxBytes;
    private final boolean keepsEmpty;

    public CaptureLimits(int maxRows, int maxBytes, boolean keepsEmpty) {
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.keepsEmpty = keepsEmpty;
    }

    public int maxRows() {
        return maxRows;
    }

    public int maxBytes() {
        return maxBytes;
    }

    public boolean keepsEmpty() {
        return keepsEmpty;
    }
}
