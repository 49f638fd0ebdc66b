package io.querytap.demo;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells the user how far the run is: a line that is rewritten on a terminal, a few lines elsewhere. */
final class Progress {

    private static final int LIVE_STEP = 10;
    private static final int LINES_ELSEWHERE = 4;

    private final PrintStream out;
    private final String label;
    private final int total;
    private final boolean live;
    private final AtomicInteger done = new AtomicInteger();

    Progress(PrintStream out, String label, int total, boolean live) {
        this.out = out;
        this.label = label;
        this.total = total;
        this.live = live;
    }

    void advance() {
        int now = done.incrementAndGet();
        boolean last = now == total;
        if (live && (last || now % LIVE_STEP == 0)) {
            print(now, "\r", last ? "\n" : "");
        } else if (!live && (last || now % (total / LINES_ELSEWHERE) == 0)) {
            print(now, "", "\n");
        }
    }

    private synchronized void print(int now, String before, String after) {
        out.print(before + "  %-11s %d/%d".formatted(label, now, total) + after);
        out.flush();
    }
}
