package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransactionStatsTest {
    private final TransactionStats stats = new TransactionStats(DatabaseIdentity.UNKNOWN);
    private final StripeHint hint = new StripeHint();

    @Test
    void snapshot_eachKindOfRecord_landsWhereItBelongs() {
        stats.recordCommitted(hint, 10_000);
        stats.recordCommitted(hint, 20_000);
        stats.recordRolledBack(hint, 40_000);
        stats.recordCommitCall(hint, 100);
        stats.recordCommitCall(hint, 200);
        stats.recordCommitCall(hint, 300);
        stats.recordRollbackCall(hint, 1_000);
        stats.countSavepoint();
        stats.countSavepoint();
        stats.countSavepointRollback();
        stats.countAutoCommitSwitch();
        stats.countIsolationSwitch();

        TransactionSnapshot snapshot = stats.snapshot();
        assertThat(snapshot.database()).isEqualTo(DatabaseIdentity.UNKNOWN);
        assertThat(snapshot.commits()).isEqualTo(2);
        assertThat(snapshot.rollbacks()).isEqualTo(1);
        assertThat(snapshot.duration().sum()).isEqualTo(70_000);
        assertThat(snapshot.duration().count()).isEqualTo(3);
        assertThat(snapshot.commit().count()).isEqualTo(3);
        assertThat(snapshot.commit().sum()).isEqualTo(600);
        assertThat(snapshot.rollback().sum()).isEqualTo(1_000);
        assertThat(snapshot.savepoints()).isEqualTo(2);
        assertThat(snapshot.savepointRollbacks()).isEqualTo(1);
        assertThat(snapshot.autoCommitSwitches()).isEqualTo(1);
        assertThat(snapshot.isolationSwitches()).isEqualTo(1);
    }

    @Test
    void snapshot_nothingSeen_isZero() {
        TransactionSnapshot snapshot = stats.snapshot();
        assertThat(snapshot.commits()).isZero();
        assertThat(snapshot.duration().isEmpty()).isTrue();
    }
}
