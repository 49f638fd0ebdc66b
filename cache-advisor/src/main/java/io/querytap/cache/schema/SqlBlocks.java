package io.querytap.cache.schema;

import java.util.List;

/** Places in the words of a procedural language. */
final class SqlBlocks {
    /** How far a condition of a loop is looked back for. */
    private static final int MAX_CONDITION_WORDS = 64;

    private SqlBlocks() {}

    /** Whether DO at this index opens the body of a loop: WHILE is before it, and no statement has ended in between. */
    static boolean isLoop(List<String> words, int at) {
        for (int i = at - 1; i >= 0 && i >= at - MAX_CONDITION_WORDS; i--) {
            String word = words.get(i);
            if (word.equals("while")) {
                return true;
            }
            if (word.equals(";")) {
                return false;
            }
        }
        return false;
    }
}
