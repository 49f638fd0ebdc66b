package io.querytap.smoke.app.attack;

import java.nio.ByteBuffer;
import javax.transaction.xa.Xid;

/** A branch of a global transaction, with a number of its own. */
final class Branch implements Xid {
    private final int number;

    Branch(int number) {
        this.number = number;
    }

    @Override
    public int getFormatId() {
        return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[] {1};
    }
}
