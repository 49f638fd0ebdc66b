package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;

/** The readers of one text, which call each other as the constructs of SQL contain each other. */
final class Readers {
    /** Queries nested deeper are passed over, and the text counts as not parsed: bounds the stack. */
    static final int MAX_NESTING = 48;

    final Cursor cursor = new Cursor();
    final FactsCollector facts = new FactsCollector();
    final Scope scope = new Scope();
    final PseudoNames pseudo = new PseudoNames(this);
    final ExpressionReader expressions = new ExpressionReader(this);
    final TableReader tables = new TableReader(this);
    final QueryReader queries = new QueryReader(this);
    final QueryClauses clauses = new QueryClauses(this);
    final WithReader withs = new WithReader(this);
    final ChangeClauses changes = new ChangeClauses(this);
    final InsertReader inserts = new InsertReader(this, changes);
    final UpdateReader updates = new UpdateReader(this, changes);
    final DeleteReader deletes = new DeleteReader(this, changes);
    final MergeReader merges = new MergeReader(this, changes);
    final DefinitionReader definitions = new DefinitionReader(this);
    final StatementReader statements = new StatementReader(this);

    DialectRules rules = DialectRules.UNKNOWN;

    /** Statements may follow each other without semicolons. */
    boolean batches;

    /** USER without brackets is a function. */
    boolean userIsFunction;

    /** JDBC parameters in the text. */
    int parameters;

    void begin(DialectRules newRules, int parameterCount) {
        rules = newRules;
        parameters = parameterCount;
        batches = newRules.dialect == Dialect.SQLSERVER || newRules.dialect == Dialect.OTHER;

        switch (newRules.dialect) {
            case MYSQL:
            case MARIADB:
            case SQLITE:
            case CLICKHOUSE:
            case SNOWFLAKE: // has only CURRENT_USER
                userIsFunction = false;
                break;
            default:
                userIsFunction = true;
                break;
        }
        pseudo.begin(newRules.dialect);
        facts.clear();
        scope.clear();
        expressions.clear();
        queries.clear();
    }
}
