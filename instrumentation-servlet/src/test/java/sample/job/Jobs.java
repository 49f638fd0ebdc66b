package sample.job;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.springframework.scheduling.annotation.Scheduled;

/** What the tests call, and what they expect to be told of it. */
public final class Jobs {
    private Jobs() {}

    /** A bean of Spring's. */
    public static class InvoiceJob {
        int runs;

        @Deprecated
        @Scheduled(fixedDelay = 1000, initialDelayString = "${delay}", scheduler = "scheduler")
        public void run() {
            runs++;
            unannotated();
        }

        public void unannotated() {
            runs++;
        }

        @Scheduled(cron = "0 0 * * * *")
        public int fail() {
            throw new IllegalStateException("as told");
        }

        public int runs() {
            return runs;
        }
    }

    /** As CGLIB makes them, with the interceptor inlined. */
    public static final class InvoiceJob$$SpringCGLIB$$0 extends InvoiceJob {
        @Override
        public void run() {
            super.run();
        }
    }

    /** A template of jobs. */
    public abstract static class NightlyJob implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            work();
        }

        protected abstract void work();
    }

    /** One of them. */
    public static final class CleaningJob extends NightlyJob {
        @Override
        protected void work() {}
    }

    /** A listener. */
    public static final class OrderListener implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    /** What the user names. */
    public static final class Import {
        private Import() {}

        public static void main(String[] arguments) {
            load(arguments.length);
            load("all");
        }

        static int load(int count) {
            return count;
        }

        static String load(String what) {
            return what;
        }
    }

    /** Of JUnit. */
    public static final class OwnerTests {
        @Test
        public void findsOwner() {}

        public void helper() {}
    }
}
