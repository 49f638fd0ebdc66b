package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.facts.ClauseLevels.Clause;
import io.querytap.core.pattern.facts.QualifiedName.Role;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;
import org.jspecify.annotations.Nullable;

/** The part of the clause automaton that is about names: which word of a clause begins one, and what a finished one means. */
final class NameRules {
    private final String sql;
    private final DialectRules rules;
    private final StatementFacts facts;
    private final QualifiedName name;
    private final ClauseLevels levels;

    private Keyword objectKind = Keyword.NONE;
    private boolean multiInsert;
    private boolean recursive;

    /** The table of FROM whose alias may follow, in UPDATE and DELETE. */
    private @Nullable String aliasedTable;

    NameRules(String sql, DialectRules rules, StatementFacts facts, QualifiedName name, ClauseLevels levels) {
        this.sql = sql;
        this.rules = rules;
        this.facts = facts;
        this.name = name;
        this.levels = levels;
    }

    void reset() {
        objectKind = Keyword.NONE;
        multiInsert = false;
        recursive = false;
        aliasedTable = null;
    }

    /** INSERT ALL of Oracle. */
    boolean isMultiInsert() {
        return multiInsert;
    }

    /** No name is being read, and none waits for its alias. */
    boolean isIdle() {
        return !name.isActive() && aliasedTable == null;
    }

    /** Common table expressions see themselves. */
    void recursive(boolean isRecursive) {
        recursive = isRecursive;
    }

    /** A word, or with {@link Keyword#NONE} a quoted name, in a clause that expects a name. */
    void word(Lexer token, Keyword keyword, Keyword lastWord, char lastSymbol) {
        switch (levels.clause()) {
            case FIRST_TABLE:
            case TABLE:
                table(token, keyword, lastSymbol);
                break;
            case TARGET:
                if (!isModifier(keyword, lastWord) && keyword != Keyword.INTO) {
                    begin(Role.WRITE, token, keyword);
                }
                break;
            case INSERT:
                insert(token, keyword, lastWord);
                break;
            case DELETE:
                if (keyword == Keyword.FROM) {
                    levels.clause(Clause.TARGET);
                } else if (!isModifier(keyword, lastWord)) {
                    begin(Role.WRITE, token, keyword);
                }
                break;
            case SELECT_INTO:
                begin(Role.SELECT_INTO, token, keyword);
                break;
            case CTE_NAME:
                commonTable(token, keyword);
                break;
            case OBJECT_KIND:
                kind(token, keyword);
                break;
            case OBJECT_NAME:
                objectName(token, keyword, lastWord);
                break;
            case FURTHER_OBJECT_NAME:
                begin(Role.DEFINED_TOO, token, keyword);
                break;
            case PROCEDURE_NAME:
                if (keyword != Keyword.NEXT && keyword != Keyword.VALUE && keyword != Keyword.FOR) {
                    begin(Role.PROCEDURE, token, keyword);
                }
                break;
            default:
                break;
        }
    }

    private void begin(Role role, Lexer token, Keyword keyword) {
        name.begin(role, token.start, token.end, keyword);
    }

    private void table(Lexer token, Keyword keyword, char lastSymbol) {
        if (keyword == Keyword.VALUES) {
            levels.clause(Clause.AFTER_TABLE);
        } else if (keyword != Keyword.ONLY
                && keyword != Keyword.LATERAL
                && (keyword != Keyword.OJ || lastSymbol != '{')) {
            begin(Role.READ, token, keyword);
        }
    }

    /** Words between the verb and its target. */
    private static boolean isModifier(Keyword keyword, Keyword lastWord) {
        return keyword == Keyword.ONLY
                || keyword == Keyword.IGNORE
                || keyword == Keyword.LOW_PRIORITY
                || keyword == Keyword.QUICK
                || keyword == Keyword.TOP
                || keyword == Keyword.OR
                || lastWord == Keyword.OR;
    }

    private void insert(Lexer token, Keyword keyword, Keyword lastWord) {
        if (keyword == Keyword.INTO || keyword == Keyword.OVERWRITE) {
            levels.clause(Clause.TARGET);
        } else if (keyword == Keyword.ALL || keyword == Keyword.FIRST) {
            multiInsert = true;
            levels.clause(Clause.TAIL);
        } else if (!isModifier(keyword, lastWord) && keyword != Keyword.INSERT) {
            begin(Role.WRITE_PERHAPS, token, keyword);
        }
    }

    private void commonTable(Lexer token, Keyword keyword) {
        if (keyword == Keyword.RECURSIVE) {
            recursive = true;
        } else if (keyword == Keyword.FUNCTION || keyword == Keyword.PROCEDURE) {
            facts.tablesUnknown();
            levels.clause(Clause.EXPRESSION);
        } else {
            long nameHash = QualifiedName.simpleHash(sql, token.start, token.end);
            levels.cteName(nameHash);
            levels.clause(Clause.CTE_AS);
            if (recursive) {
                facts.addCte(nameHash);
            }
        }
    }

    private void kind(Lexer token, Keyword keyword) {
        if (keyword.definitionModifier || keyword == Keyword.OR || keyword == Keyword.REPLACE) {
            return;
        }
        facts.summarize(sql, token.start, token.end);
        if (!keyword.objectKind) {
            facts.tablesUnknown();
            levels.clause(Clause.AFTER_OBJECT);
            return;
        }
        objectKind = keyword;
        levels.clause(Clause.OBJECT_NAME);
        if (keyword != Keyword.TABLE && keyword != Keyword.VIEW) {
            facts.tablesUnknown();
        }
    }

    private void objectName(Lexer token, Keyword keyword, Keyword lastWord) {
        switch (keyword) {
            case CONCURRENTLY:
            case EXISTS:
            case IF:
            case NOT:
            case ONLY:
                break;
            case ON: // CREATE INDEX ON t: without a name
                levels.clause(Clause.AFTER_OBJECT);
                break;
            case TABLE:
            case TABLES:
                if (lastWord == levels.verb()) {
                    facts.summarize(sql, token.start, token.end);
                    objectKind = Keyword.TABLE;
                    break;
                }
                begin(Role.DEFINED, token, keyword);
                break;
            default:
                begin(Role.DEFINED, token, keyword);
                break;
        }
    }

    /** The name that is being read, if any, ends before this token; true if it was the target of a statement. */
    boolean end(char nextSymbol, Keyword nextWord) {
        if (!name.isActive()) {
            return false;
        }
        Role role = name.end();
        switch (role) {
            case READ:
                endRead(nextSymbol == '(');
                break;
            case WRITE:
                boolean modifier = name.keyword() == Keyword.TABLE && nextSymbol == 'w' && nextWord == Keyword.NONE;
                if (!modifier) {
                    endTarget();
                }
                break;
            case WRITE_PERHAPS:
                if (nextSymbol == '(' || followsTarget(nextWord)) {
                    endTarget();
                }
                break;
            case SELECT_INTO:
                endSelectInto(nextSymbol, nextWord);
                break;
            case DEFINED:
                name.summarize(facts);
                if (isTableDefinition()) {
                    facts.writes(name.toString());
                }
                levels.clause(
                        levels.verb() == Keyword.USE || levels.verb() == Keyword.LOCK
                                ? Clause.IGNORED
                                : Clause.AFTER_OBJECT);
                break;
            case DEFINED_TOO:
                if (isTableDefinition()) {
                    facts.writes(name.toString());
                }
                levels.clause(Clause.AFTER_OBJECT);
                break;
            case PROCEDURE:
                name.summarize(facts);
                levels.clause(Clause.EXPRESSION);
                break;
        }
        return role == Role.WRITE || role == Role.WRITE_PERHAPS;
    }

    private boolean isTableDefinition() {
        return objectKind == Keyword.TABLE || objectKind == Keyword.VIEW || levels.verb() == Keyword.TRUNCATE;
    }

    private void endRead(boolean function) {
        levels.clause(Clause.AFTER_TABLE);
        if (name.isSimple() && facts.isCte(name.lastPartHash()) || function && name.keyword() == Keyword.TABLE) {
            return;
        }
        Keyword verb = levels.verb();
        boolean ofTarget = verb == Keyword.UPDATE || verb == Keyword.DELETE || verb == Keyword.MERGE;
        if (!ofTarget) {
            name.summarize(facts);
        }
        if (function) {
            return;
        }
        String table = name.toString();
        facts.reads(table);
        if (ofTarget && verb != Keyword.MERGE) {
            facts.resolveTarget(name.lastPartHash(), table);
            aliasedTable = table;
        }
    }

    private void endTarget() {
        name.summarize(facts);
        facts.writes(name.toString());
        if (name.isSimple() && facts.isCte(name.lastPartHash())) {
            facts.tablesUnknown();
        }
        Keyword verb = levels.verb();
        boolean insert = verb == Keyword.INSERT || verb == Keyword.REPLACE || verb == Keyword.UPSERT;
        levels.clause(insert ? Clause.TAIL : Clause.AFTER_TARGET);
    }

    private static boolean followsTarget(Keyword keyword) {
        switch (keyword) {
            case AS:
            case DEFAULT:
            case EXEC:
            case EXECUTE:
            case OUTPUT:
            case SELECT:
            case SET:
            case VALUE:
            case VALUES:
            case WITH:
                return true;
            default:
                return false;
        }
    }

    /** PostgreSQL's INTO TEMP TABLE name has two words more; procedural languages read into variables. */
    private void endSelectInto(char nextSymbol, Keyword nextWord) {
        if (nextSymbol == 'w' && (nextWord == Keyword.NONE || nextWord == Keyword.TABLE)) {
            return;
        }
        if (nextSymbol == ',' || !rules.selectIntoCreates) {
            facts.tablesUnknown();
        } else {
            facts.writes(name.toString());
        }
        levels.clause(Clause.SELECT_LIST);
    }

    /** The word after a table of FROM may be its alias. */
    void alias(long aliasHash, Keyword keyword) {
        String table = aliasedTable;
        if (table != null && keyword != Keyword.AS) {
            aliasedTable = null;
            if (keyword == Keyword.NONE) {
                facts.resolveTarget(aliasHash, table);
            }
        }
    }

    void noAlias() {
        aliasedTable = null;
    }
}
