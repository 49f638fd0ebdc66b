package io.querytap.core.pattern.fuzz;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.FactsReader;
import io.querytap.core.pattern.form.Normalizer;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;

/** A dialect and the modes that its connection tells. */
final class Server {
    private static final Normalizer NORMALIZER = new Normalizer();
    private static final FactsReader FACTS = new FactsReader();

    final Dialect dialect;
    final SqlModes modes;
    final DialectRules rules;

    Server(Dialect dialect, SqlModes modes) {
        this.dialect = dialect;
        this.modes = modes;
        rules = DialectRules.of(dialect, modes);
    }

    /** Two bytes; zero is the first dialect in unknown modes. */
    static Server choose(Choices choices) {
        Dialect dialect = choices.next(Dialect.values());
        int modes = choices.next(9);
        return new Server(dialect, SqlModes.of(DoubleQuotes.values()[modes / 3], Backslashes.values()[modes % 3]));
    }

    /** As {@link #choose}, in modes that a server of the dialect may have; one that is not known may have any. */
    static Server chooseReal(Choices choices) {
        Server any = choose(choices);
        switch (any.dialect) {
            case MYSQL:
            case MARIADB:
            case OTHER:
                return any;
            case POSTGRESQL:
                return new Server(any.dialect, SqlModes.of(DoubleQuotes.UNKNOWN, any.modes.backslashes()));
            case SQLSERVER:
                return new Server(any.dialect, SqlModes.of(any.modes.doubleQuotes(), Backslashes.UNKNOWN));
            default:
                return new Server(any.dialect, SqlModes.UNKNOWN);
        }
    }

    /** By the readers themselves, as the analyzer would hide an exception; they are used for one text after the other. */
    SqlPattern analyze(String sql) {
        return analyze(sql, NORMALIZER, FACTS);
    }

    /** By readers that have read nothing else. */
    SqlPattern analyzeAlone(String sql) {
        return analyze(sql, new Normalizer(), new FactsReader());
    }

    private SqlPattern analyze(String sql, Normalizer normalizer, FactsReader facts) {
        normalizer.read(sql, rules);
        return new SqlPattern(
                normalizer.id(),
                normalizer.text(),
                facts.read(sql, normalizer.tokens(), rules, normalizer.parameters(), normalizer.isMalformed()));
    }

    @Override
    public String toString() {
        return dialect + ", " + modes;
    }
}
