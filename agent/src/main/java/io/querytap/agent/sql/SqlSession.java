package io.querytap.agent.sql;

import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/**
 * Answers one input after the other: in JSON, one line for each line of input, in order, whatever that line is; in plain SQL,
 * one line for each statement. For use by one thread.
 */
public final class SqlSession {
    private static final String UNTERMINATED =
            "the text ends inside a string or comment, or a quote can be read in two ways: all after it is masked";

    private final Dialect dialect;
    private final SqlModes modes;
    private final AnswerWriter answers;
    private long badLines;

    /**
     * @param dialect where the input says nothing of it
     * @param modes where the input says nothing of them
     */
    public SqlSession(Dialect dialect, SqlModes modes, PrintStream out, boolean withFacts) throws IOException {
        this.dialect = dialect;
        this.modes = modes;
        this.answers = new AnswerWriter(out, withFacts);
    }

    /** Answers JSON lines. */
    public void answerLines(InputStream in) throws IOException {
        LineReader lines = new LineReader(in, this::flushUnchecked);
        JsonLineParser parser = new JsonLineParser(dialect, modes);
        for (long line = 1; !isReaderGone() && lines.next(); line++) {
            if (lines.isTooLong()) {
                bad(line, "expected at most " + LineReader.MAX_LINE_BYTES + " bytes");
                continue;
            }
            try {
                answer(parser.parse(lines.bytes(), lines.start(), lines.length(), line));
            } catch (BadLineException unanswerable) {
                bad(line, unanswerable.expected());
            }
        }
        answers.flush();
    }

    /** Answers the statements of a plain SQL text. */
    public void answerStatements(InputStream in) throws IOException {
        StatementReader statements = new StatementReader(in, DialectRules.of(dialect, modes));
        while (!isReaderGone() && statements.next()) {
            if (statements.isTooLong()) {
                bad(
                        statements.line(),
                        "expected a statement of at most " + StatementReader.MAX_STATEMENT
                                + " characters; the rest of the input was passed over");
                continue;
            }
            String warning = statements.isMalformed() ? UNTERMINATED : null;
            answer(new SqlRequest(statements.statement(), dialect, modes, statements.line(), warning));
        }
        answers.flush();
    }

    private void answer(SqlRequest request) throws IOException {
        answers.answer(request, SqlAnalyzer.analyze(request.sql, request.dialect, request.modes));
    }

    private void bad(long line, String expected) throws IOException {
        badLines++;
        answers.error(line, expected);
    }

    private void flushUnchecked() {
        try {
            answers.flush();
        } catch (IOException impossible) { // a PrintStream keeps it to itself
            throw new UncheckedIOException(impossible);
        }
    }

    /** How many lines had no answer but an error. */
    public long badLines() {
        return badLines;
    }

    /** Nobody can read the answers any more; the rest of the input was left. */
    public boolean isReaderGone() {
        return answers.isReaderGone();
    }
}
