package io.querytap.core.pool.sizing;

/**
 * The probability that somebody has to wait in a queue M/M/c: arrivals at random, service times of any length of which only the mean
 * counts much, c servers. By the recursion of Erlang's B, which neither overflows nor loses digits for thousands of servers.
 */
public final class ErlangC {
    private ErlangC() {}

    /**
     * The probability that an arrival finds all servers busy and waits.
     *
     * @param servers at least 1
     * @param offeredLoad arrivals a second times the mean service time in seconds (Erlang)
     */
    public static double probabilityOfWait(int servers, double offeredLoad) {
        if (offeredLoad <= 0) {
            return 0;
        }
        if (servers <= offeredLoad) {
            return 1; // the queue grows without end
        }
        double lost = 1;
        for (int server = 1; server <= servers; server++) {
            lost = lostWithOneMore(lost, server, offeredLoad);
        }
        return waiting(lost, servers, offeredLoad);
    }

    /** The smallest number of servers with which the probability to wait is at most the one given, which is above 0. */
    public static int serversFor(double offeredLoad, double probabilityOfWait) {
        if (offeredLoad <= 0) {
            return 1;
        }
        double lost = 1;
        for (int servers = 1; ; servers++) {
            lost = lostWithOneMore(lost, servers, offeredLoad);
            if (servers > offeredLoad && waiting(lost, servers, offeredLoad) <= probabilityOfWait) {
                return servers;
            }
        }
    }

    /** Erlang's B, the share of arrivals lost where nobody can wait, from that with a server less. */
    private static double lostWithOneMore(double lost, int servers, double offeredLoad) {
        return offeredLoad * lost / (servers + offeredLoad * lost);
    }

    private static double waiting(double lost, int servers, double offeredLoad) {
        double utilisation = offeredLoad / servers;
        return lost / (1 - utilisation * (1 - lost));
    }
}
