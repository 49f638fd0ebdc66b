package io.querytap.core.pattern.form;

import io.querytap.core.pattern.lexis.PatternHash;
import java.util.Arrays;

/** Words that only the {@link StatementGuard} minds, found by the hash of a token. */
enum GuardWord {
    NONE,
    /** A secret follows, with or without a sign of equality between. */
    PASSWORD("PASSWD", "PASSPHRASE", "MASTER_PASSWORD", "SOURCE_PASSWORD"),
    /** A secret follows the sign of equality, or in brackets the word itself. */
    OPTION(
            "ACCESS_KEY",
            "ACCESS_KEY_ID",
            "API_KEY",
            "AUTH",
            "AWS_ACCESS_KEY_ID",
            "AWS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SECRET_KEY",
            "AWS_TOKEN",
            "AZURE_SAS_TOKEN",
            "CLIENT_SECRET",
            "CONNECTION_STRING",
            "CREDENTIAL",
            "CREDENTIALS",
            "ENCRYPTION_KEY",
            "KEY_ID",
            "MASTER_KEY",
            "OAUTH_CLIENT_SECRET",
            "OAUTH_REFRESH_TOKEN",
            "PASS",
            "PRIVATE_KEY",
            "PRIVATE_KEY_PASSPHRASE",
            "PWD",
            "SAS_TOKEN",
            "SECRET",
            "SECRET_ACCESS_KEY",
            "SECRET_KEY",
            "SECRET_STRING",
            "SESSION_TOKEN",
            "TOKEN"),
    /** After PRAGMA, or of an attached file. */
    KEY("KEY", "HEXKEY", "HEXREKEY", "REKEY", "TEXTKEY", "TEXTREKEY"),
    /** CONNECT in short. */
    CONN("CONN"),
    /** Data follow the statement. */
    STDIN("STDIN"),
    /** A definition whose body is a program in no quotes. */
    PROGRAM("JAVA", "MLE"),
    /** Behind STDIN, of the statement. */
    COPY_OPTION(
            "BINARY",
            "CSV",
            "DELIMITER",
            "DELIMITERS",
            "ENCODING",
            "FREEZE",
            "HEADER",
            "LOG",
            "NULLS",
            "OIDS",
            "QUOTE"),
    /** Begins a statement of SQL Server that is no call of a procedure; those that are keywords are left out. */
    BATCH(
            "ADD",
            "BACKUP",
            "BREAK",
            "BULK",
            "CONTINUE",
            "DBCC",
            "DENY",
            "DISABLE",
            "ENABLE",
            "GET",
            "GO",
            "GOTO",
            "OPEN",
            "PRINT",
            "RAISERROR",
            "READTEXT",
            "RECEIVE",
            "RECONFIGURE",
            "RESTORE",
            "REVERT",
            "SEND",
            "SETUSER",
            "SHUTDOWN",
            "THROW",
            "UPDATETEXT",
            "WAITFOR",
            "WHILE",
            "WRITETEXT");

    private static final long[] HASHES;
    private static final GuardWord[] WORDS;

    static {
        long[] hashes = Arrays.stream(values())
                .flatMap(word -> Arrays.stream(word.spellings))
                .mapToLong(GuardWord::hash)
                .sorted()
                .toArray();
        GuardWord[] words = new GuardWord[hashes.length];
        for (GuardWord word : values()) {
            for (String spelling : word.spellings) {
                words[Arrays.binarySearch(hashes, hash(spelling))] = word;
            }
        }
        HASHES = hashes;
        WORDS = words;
    }

    private final String[] spellings;

    GuardWord(String... spellings) {
        this.spellings = spellings;
    }

    private static long hash(String spelling) {
        return PatternHash.folded(spelling, 0, spelling.length());
    }

    /** The word with this {@linkplain PatternHash#folded folded} hash, else {@link #NONE}. */
    static GuardWord of(long hash) {
        int index = Arrays.binarySearch(HASHES, hash);
        return index < 0 ? NONE : WORDS[index];
    }
}
