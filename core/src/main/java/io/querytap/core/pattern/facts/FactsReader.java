package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Tokens;

/**
 * Reads the facts of a text from its tokens.
 *
 * <p>It is an outline of a parser: it follows clauses, brackets and names exactly, because tables hang on them, and passes over
 * expressions, because nothing but functions and queries in them matters. Each token is looked at a bounded number of times. What
 * it does not expect makes the text count as not parsed, and it goes on to find what can be found. Reused from text to text, by
 * one thread at a time.
 */
public final class FactsReader {
    private final Readers readers = new Readers();

    /**
     * @param sql the text that the tokens are of
     * @param parameters number of JDBC parameters in it
     * @param malformed the lexer met something unterminated or ambiguous
     */
    public SqlFacts read(String sql, Tokens tokens, DialectRules rules, int parameters, boolean malformed) {
        readers.begin(rules, parameters);
        readers.cursor.begin(tokens, sql, rules.dialect);
        readers.statements.text();
        if (malformed || !tokens.isComplete() || readers.scope.isOverflown() || readers.cursor.looksAreExhausted()) {
            readers.facts.unparsed();
        }
        SqlFacts facts = readers.facts.facts();
        readers.cursor.begin(tokens, "", rules.dialect);
        return facts;
    }
}
