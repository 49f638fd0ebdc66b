package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads INSERT, UPDATE, DELETE and MERGE. */
final class ChangeReader {
    /** Targets of one statement that are kept until FROM says what they are. */
    private static final int MAX_TARGETS = 16;

    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;

    ChangeReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
    }

    private void begin(Keyword verb) {
        if (!readers.queries.inCommonTable()) {
            facts.operation(verb);
        }
        facts.summarize(c.sql(), c.start(c.at), c.extra(c.at));
        c.next();
    }

    /** Words between the verb and its target. */
    private void modifiers() {
        for (; ; ) {
            int next = c.at + 1;
            switch (c.keyword()) {
                case INSERT:
                case IGNORE:
                case LOW_PRIORITY:
                case HIGH_PRIORITY:
                case QUICK:
                    if (!isTargetBefore(next)) {
                        c.next();
                        continue;
                    }
                    return;
                case ONLY:
                    c.next();
                    continue;
                case OR: // OR REPLACE of SQLite
                    c.at += 2;
                    continue;
                case TOP:
                    c.next();
                    if (c.is('(')) {
                        readers.expressions.inBrackets();
                    } else {
                        c.next();
                    }
                    c.skip(Keyword.PERCENT);
                    continue;
                default:
                    if (c.isWord(c.at, "delayed") && c.isName(next)) {
                        c.next();
                        continue;
                    }
                    return;
            }
        }
    }

    private boolean isTargetBefore(int next) {
        return c.is(next, Keyword.SET) || c.is(next, '.') || c.is(next, '(') || c.is(next, Keyword.WHERE);
    }

    void insert(Keyword verb) {
        begin(verb);
        modifiers();
        if ((c.is(Keyword.ALL) || c.is(Keyword.FIRST))
                && (c.is(c.at + 1, Keyword.INTO) || c.is(c.at + 1, Keyword.WHEN))) {
            insertAll();
            return;
        }
        boolean certain = c.skip(Keyword.INTO);
        if (c.skip(Keyword.OVERWRITE)) {
            c.skip(Keyword.INTO);
            c.skip(Keyword.LOCAL);
            certain = true;
        }
        if (c.is(Keyword.TABLE) && c.isName(c.at + 1) && !isBehindTarget(c.at + 1)) {
            c.next();
        }
        if (!certain && c.isName(c.at) && !isBehindTarget(c.endOfName(c.at))) {
            facts.unparsed();
            return;
        }
        int sources = scope.beginQuery();
        target();
        insertBody();
        scope.endQuery(sources);
    }

    /** What may follow the target of an INSERT. */
    private boolean isBehindTarget(int index) {
        switch (c.keyword(index)) {
            case AS:
            case DEFAULT:
            case EXEC:
            case EXECUTE:
            case OUTPUT:
            case PARTITION:
            case SELECT:
            case SET:
            case TABLE:
            case VALUE:
            case VALUES:
            case WHERE:
            case WITH:
                return true;
            default:
                return c.is(index, '(');
        }
    }

    /** The table that is inserted into, with its alias and columns. */
    private void target() {
        if (c.isName(c.at) && !c.is(Keyword.FUNCTION)) {
            int from = c.at;
            int to = c.endOfName(from);
            String name = c.name(from, to);
            readers.pseudo.table(from, to);
            facts.summarize(name);
            facts.writes(name);
            scope.addSource(c.simpleHash(to - 1), name);
            c.at = to;
        } else if (c.code() == Tokens.VARIABLE) {
            facts.obstacle(Obstacle.VARIABLE);
            c.next();
        } else if (c.is('(') && c.is(c.at + 1, Keyword.SELECT)) { // Oracle: a view made on the spot
            writtenQuery();
        } else {
            facts.unparsed();
        }
        while (!c.atLevelEnd()) {
            if (c.is(Keyword.AS) && !c.is(c.at + 1, Keyword.SELECT) && !c.is(c.at + 1, Keyword.WITH)) {
                c.at += 2;
            } else if (c.code() == Tokens.WORD && !c.isWord(c.at, "locate") || c.code() == Tokens.QUOTED) {
                c.next(); // an alias
            } else if (c.is(Keyword.PARTITION)) {
                c.next();
            } else if (c.is('(') && !isQueryBracket(c.at)) {
                c.skipBrackets();
            } else if (c.is(Keyword.WITH) && c.is(c.at + 1, '(')) {
                c.next();
                c.skipBrackets();
            } else if (c.is(Keyword.KEY) && c.is(c.at + 1, '(')) { // of H2's MERGE
                c.next();
            } else if (c.is(Keyword.IF) && c.is(c.at + 1, Keyword.NOT)) {
                c.at += 3;
            } else {
                return;
            }
        }
    }

    /** {@code (SELECT}, {@code ((SELECT}. */
    private boolean isQueryBracket(int open) {
        int i = open + 1;
        while (c.is(i, '(')) {
            i++;
        }
        return c.is(i, Keyword.SELECT) || c.is(i, Keyword.WITH) || c.is(i, Keyword.VALUES) && c.is(i + 1, '(');
    }

    /** UPDATE (SELECT ... FROM t): the one table of the query is the target. */
    private void writtenQuery() {
        int reads = facts.readCount();
        c.next();
        readers.queries.subquery();
        if (!c.skip(')')) {
            facts.unparsed();
        }
        facts.unparsed(); // which of its tables, and whether through a view, the text does not tell for certain
        String table = facts.onlyReadSince(reads);
        if (table != null) {
            facts.writes(table);
        }
    }

    private void insertBody() {
        boolean filled = false;
        for (; ; ) {
            int before = c.at;
            switch (c.keyword()) {
                case OVERRIDING:
                    c.at += 3;
                    break;
                case OUTPUT:
                    output();
                    break;
                case VALUES:
                case VALUE:
                    c.next();
                    readers.expressions.list();
                    filled = true;
                    break;
                case DEFAULT:
                    c.next();
                    c.skip(Keyword.VALUES);
                    filled = true;
                    break;
                case SET:
                    if (filled) {
                        return;
                    }
                    c.next();
                    assignments();
                    filled = true;
                    break;
                case AS:
                    c.next();
                    if (!c.is(Keyword.SELECT) && !c.is(Keyword.WITH) && !c.is('(')) { // VALUES (1) AS new
                        c.next();
                        if (c.is('(')) {
                            c.skipBrackets();
                        }
                    }
                    break;
                case SELECT:
                case TABLE:
                case FROM:
                case WITH:
                    if (filled) {
                        return; // the next statement of a batch
                    }
                    readers.queries.subquery();
                    filled = true;
                    break;
                case EXEC:
                case EXECUTE:
                case CALL:
                    facts.unparsed();
                    readers.statements.statement();
                    return;
                case ON:
                    onConflict();
                    break;
                case RETURNING:
                    returning();
                    break;
                case FORMAT:
                case SETTINGS:
                    c.next();
                    readers.expressions.list();
                    break;
                case WHERE: // of an UPDATE behind ON CONFLICT
                    c.next();
                    readers.expressions.list();
                    break;
                default:
                    if (c.is('(') && isQueryBracket(c.at)) {
                        readers.queries.subquery();
                    } else if (c.isWord(c.at, "log") && c.isWord(c.at + 1, "errors")) {
                        while (!c.atLevelEnd()) {
                            c.next();
                        }
                    } else {
                        return;
                    }
                    break;
            }
            if (c.at == before) {
                return;
            }
        }
    }

    /** ON DUPLICATE KEY UPDATE a = 1, ON CONFLICT (a) WHERE b DO UPDATE SET c = 2 WHERE d. */
    private void onConflict() {
        c.next();
        while (!c.atLevelEnd() && !c.is(Keyword.UPDATE) && !c.is(Keyword.NOTHING)) {
            if (c.is('(')) {
                readers.expressions.inBrackets();
            } else {
                c.next();
            }
        }
        if (c.skip(Keyword.UPDATE)) {
            c.skip(Keyword.SET);
            assignments();
        } else {
            c.skip(Keyword.NOTHING);
        }
    }

    /** {@code a = 1, (b, c) = (SELECT ...)}. */
    private void assignments() {
        readers.expressions.list();
    }

    private void returning() {
        c.next();
        readers.expressions.list();
        if (c.skip(Keyword.INTO)) {
            while (!c.atLevelEnd() && !c.keyword().verb) {
                c.next();
            }
        }
    }

    /** OUTPUT inserted.a INTO t (columns). */
    private void output() {
        c.next();
        readers.expressions.list();
        if (!c.skip(Keyword.INTO)) {
            return;
        }
        if (c.isName(c.at)) {
            int to = c.endOfName(c.at);
            readers.pseudo.table(c.at, to);
            facts.writes(c.name(c.at, to));
            c.at = to;
        } else if (c.code() == Tokens.VARIABLE) {
            c.next();
        } else {
            facts.unparsed();
        }
        if (c.is('(') && !isQueryBracket(c.at)) {
            c.skipBrackets();
        }
    }

    /** INSERT ALL of Oracle: several targets, then a query. */
    private void insertAll() {
        c.next();
        while (!c.atLevelEnd()) {
            if (c.skip(Keyword.WHEN)) {
                readers.expressions.list();
                c.skip(Keyword.THEN);
            } else if (c.skip(Keyword.INTO)) {
                target();
                if (c.skip(Keyword.VALUES)) {
                    readers.expressions.list();
                }
            } else if (c.is(Keyword.ELSE)) {
                c.next();
            } else {
                break;
            }
        }
        readers.queries.subquery();
    }

    void update() {
        begin(Keyword.UPDATE);
        modifiers();
        int sources = scope.beginQuery();
        int from = c.at;
        if (c.isWord(c.at, "statistics") && c.isName(c.at + 1) && !c.is(c.at + 1, Keyword.SET)) {
            facts.unparsed(); // of SQL Server's optimiser: changes no row
            while (!c.atEnd()) {
                c.next();
            }
        } else if (c.is(Keyword.TABLE) && c.is(c.at + 1, '(')) {
            c.next();
            writtenQuery();
            c.skipLevel();
        } else if (c.is('(') && isQueryBracket(c.at)) {
            writtenQuery();
            while (c.isName(c.at) && !c.is(Keyword.SET)) {
                c.next();
            }
            set(/* from= */ -1, /* to= */ -1);
        } else if (c.code() == Tokens.VARIABLE) {
            facts.obstacle(Obstacle.VARIABLE);
            c.next();
            set(/* from= */ -1, /* to= */ -1);
        } else if (c.isName(c.at)) {
            int to = c.endOfName(c.at);
            int behind = to;
            while (behind < to + 8
                    && c.code(behind) != Tokens.END
                    && !c.is(behind, Keyword.SET)
                    && !c.is(behind, ',')
                    && Clauses.joinAt(c, behind) < 0
                    && !c.is(behind, ';')) {
                behind = c.is(behind, '(') ? c.close(behind) + 1 : behind + 1;
            }
            if (c.is(behind, ',') || Clauses.joinAt(c, behind) >= 0) {
                updateMany();
            } else {
                c.at = to;
                set(from, to);
            }
        } else {
            facts.unparsed();
        }
        scope.endQuery(sources);
    }

    /** UPDATE t [alias] SET ... FROM ...: the target may be the alias of a table of FROM. */
    private void set(int from, int to) {
        boolean known = from >= 0;
        if (known) {
            facts.summarize(c.name(from, to));
        }
        long alias = known ? c.simpleHash(to - 1) : 0;
        targetSuffixes();
        if (c.is(Keyword.AS)) {
            c.next();
        }
        if (c.isName(c.at) && !c.is(Keyword.SET) && !c.is(Keyword.NOT)) {
            alias = c.simpleHash(c.at);
            c.next();
        }
        targetSuffixes();
        boolean simple = known && to - from == 1;
        int mark = scope.sourceCount();
        if (known && !(simple && namesSourceAhead(from))) {
            writesTo(from, to);
            scope.addSource(alias, c.name(from, to));
            mark = -1;
        }
        if (!c.skip(Keyword.SET)) {
            facts.unparsed();
        }
        readers.expressions.list();
        if (c.is(Keyword.OUTPUT)) {
            output();
        }
        if (c.skip(Keyword.FROM)) {
            readers.tables.list(/* inSummary= */ false);
        }
        if (mark >= 0 && known) {
            resolve(from, to);
        }
        tail();
    }

    /** Hints and partitions behind a target. */
    private void targetSuffixes() {
        if (c.is(Keyword.INDEXED) && c.is(c.at + 1, Keyword.BY)) {
            c.at += 3;
        } else if (c.is(Keyword.NOT) && c.is(c.at + 1, Keyword.INDEXED)) {
            c.at += 2;
        }
        if (c.is(Keyword.WITH) && c.is(c.at + 1, '(') || c.is(Keyword.PARTITION) && c.is(c.at + 1, '(')) {
            c.next();
            c.skipBrackets();
        }
        if (c.is(Keyword.FOR)) { // PORTION OF
            while (!c.atLevelEnd() && !c.is(Keyword.SET) && !c.is(Keyword.WHERE)) {
                c.next();
            }
        }
    }

    /** The FROM behind this target names it as a table or an alias. */
    private boolean namesSourceAhead(int target) {
        long name = c.simpleHash(target);
        int i = c.at;
        while (c.code(i) != Tokens.END
                && !c.is(i, ';')
                && !c.is(i, ')')
                && !c.is(i, Keyword.FROM)
                && !c.is(i, Keyword.WHERE)
                && c.mayLook()) {
            i = c.is(i, '(') ? c.close(i) + 1 : i + 1;
        }
        if (!c.is(i, Keyword.FROM) || c.is(i - 1, Keyword.DISTINCT)) {
            return false;
        }
        for (i++;
                c.code(i) != Tokens.END && !c.is(i, ';') && !c.is(i, ')') && !c.is(i, Keyword.WHERE) && c.mayLook();
                i++) {
            if (c.isName(i) && !c.is(i + 1, '.') && c.simpleHash(i) == name && !c.is(i - 1, '=')) {
                return true;
            }
            i = c.is(i, '(') ? c.close(i) : i;
        }
        return false;
    }

    /** What was called a target turns out to be the alias of a table of FROM. */
    private void resolve(int from, int to) {
        long name = c.simpleHash(to - 1);
        String table = scope.tableOf(name);
        if (table != null) {
            facts.writes(table);
        } else if (scope.isSource(name)) {
            facts.unparsed(); // a query in FROM
        } else {
            writesTo(from, to);
        }
    }

    /** The target by its name, which may be that of a common table expression. */
    private void writesTo(int from, int to) {
        long hash = c.simpleHash(to - 1);
        if (to - from == 1 && scope.isCommon(hash)) {
            String table = scope.tableOfCommon(hash);
            if (table == null) {
                facts.unparsed();
            } else {
                facts.writes(table);
            }
            return;
        }
        readers.pseudo.table(from, to);
        facts.writes(c.name(from, to));
    }

    /** UPDATE a JOIN b SET a.x = 1 of MySQL: those are written whose columns are set. */
    private void updateMany() {
        int reads = facts.readCount();
        int first = c.at;
        facts.summarize(c.name(first, c.endOfName(first)));
        readers.tables.list(/* inSummary= */ false);
        if (!c.skip(Keyword.SET)) {
            facts.unparsed();
        }
        int readsOfList = facts.readCount();
        boolean written = false;
        boolean unknown = false;
        boolean targetNext = true;
        for (int i = c.at; c.code(i) != Tokens.END && !c.is(i, ';') && !c.is(i, Keyword.WHERE) && c.mayLook(); i++) {
            if (c.is(i, '(')) {
                i = c.close(i);
            } else if (c.is(i, ',')) {
                targetNext = true;
            } else if (targetNext) {
                targetNext = false;
                int to = c.isName(i) ? c.endOfName(i) : i;
                String table = to - i >= 3 ? scope.tableOf(c.simpleHash(to - 3)) : null;
                if (table == null) {
                    unknown = true;
                } else {
                    written = true;
                    facts.writesInsteadOfReads(table, reads, readsOfList);
                }
                i = Math.max(i, to - 1);
            }
        }
        if (unknown || !written) {
            facts.unparsed();
            if (!written) {
                String only = facts.onlyReadSince(reads);
                facts.writes(only != null ? only : c.name(first, c.endOfName(first)));
            }
        }
        readers.expressions.list();
        tail();
    }

    /** WHERE, ORDER BY, LIMIT, RETURNING behind a change. */
    private void tail() {
        for (; ; ) {
            int before = c.at;
            switch (c.keyword()) {
                case WHERE:
                case PREWHERE:
                    c.next();
                    if (c.is(Keyword.CURRENT) && c.is(c.at + 1, Keyword.OF)) {
                        c.at += 3;
                        break;
                    }
                    readers.expressions.condition();
                    break;
                case ORDER:
                    c.at += 2;
                    readers.expressions.list();
                    break;
                case LIMIT:
                case OFFSET:
                    c.next();
                    readers.expressions.list();
                    break;
                case FETCH:
                    while (!c.atLevelEnd() && !c.is(Keyword.ONLY)) {
                        c.next();
                    }
                    c.skip(Keyword.ONLY);
                    break;
                case RETURNING:
                case RETURN:
                    returning();
                    break;
                case OUTPUT:
                    output();
                    break;
                case OPTION:
                    c.next();
                    if (c.is('(')) {
                        c.skipBrackets();
                    }
                    break;
                case SETTINGS:
                    c.next();
                    readers.expressions.list();
                    break;
                case WITH: // DB2's isolation
                    if (c.isWord(c.at + 1, "ur")
                            || c.isWord(c.at + 1, "cs")
                            || c.isWord(c.at + 1, "rs")
                            || c.isWord(c.at + 1, "rr")) {
                        c.at += 2;
                    }
                    break;
                default:
                    if (c.isWord(c.at, "log") && c.isWord(c.at + 1, "errors")) {
                        while (!c.atLevelEnd()) {
                            c.next();
                        }
                    }
                    break;
            }
            if (c.at == before) {
                return;
            }
        }
    }

    void delete() {
        begin(Keyword.DELETE);
        modifiers();
        if (c.isWord(c.at, "history") && c.is(c.at + 1, Keyword.FROM)) {
            c.next();
        }
        boolean from = c.skip(Keyword.FROM);
        c.skip(Keyword.ONLY);
        int sources = scope.beginQuery();
        if (c.is('(') && isQueryBracket(c.at)) {
            writtenQuery();
        } else if (c.code() == Tokens.VARIABLE) {
            facts.obstacle(Obstacle.VARIABLE);
            c.next();
        } else if (c.isName(c.at)) {
            deleteTargets(from);
        } else {
            facts.unparsed();
        }
        scope.endQuery(sources);
    }

    private void deleteTargets(boolean from) {
        int[] targets = new int[MAX_TARGETS];
        int count = 0;
        do {
            if (!c.isName(c.at)) {
                facts.unparsed();
                break;
            }
            if (count == MAX_TARGETS) {
                facts.unparsed();
            } else {
                targets[count++] = c.at;
            }
            facts.summarize(c.name(c.at, endOfTarget(c.at)));
            c.at = c.endOfName(c.at);
        } while (c.skip(','));
        targetSuffixes();
        long alias = c.simpleHash(endOfTarget(targets[0]) - 1);
        boolean aliased = false;
        if (c.skip(Keyword.AS) || c.code() == Tokens.WORD || c.code() == Tokens.QUOTED) {
            if (c.isName(c.at)) {
                alias = c.simpleHash(c.at);
                aliased = true;
                c.next();
            }
        }
        targetSuffixes();
        boolean known = !sourcesAhead();
        for (int i = 0; known && i < count; i++) {
            writesTo(targets[i], endOfTarget(targets[i]));
        }
        if (c.is(Keyword.OUTPUT)) {
            output();
        }
        boolean tables = c.is(Keyword.FROM) || c.is(Keyword.USING);
        if (tables) {
            boolean using = c.is(Keyword.USING);
            if (using && count == 1) {
                scope.addSource(alias, c.name(targets[0], endOfTarget(targets[0])));
            }
            c.next();
            readers.tables.list(/* inSummary= */ false);
        } else if (Clauses.joinAt(c, c.at) >= 0 && from) { // DELETE FROM a JOIN b, as some write it
            facts.unparsed();
            c.at = Clauses.joinAt(c, c.at) + 1;
            readers.tables.list(/* inSummary= */ false);
        }
        for (int i = 0; !known && i < count; i++) {
            int end = endOfTarget(targets[i]);
            if (tables && !aliased && end - targets[i] == 1) {
                resolve(targets[i], end);
            } else {
                writesTo(targets[i], end);
            }
        }
        if (!tables) {
            scope.addSource(alias, c.name(targets[0], endOfTarget(targets[0])));
        }
        tail();
    }

    /** FROM or USING follows. */
    private boolean sourcesAhead() {
        int i = c.at;
        while (c.code(i) != Tokens.END && !c.is(i, ';') && !c.is(i, ')') && !c.is(i, Keyword.WHERE) && c.mayLook()) {
            if (c.is(i, Keyword.FROM) || c.is(i, Keyword.USING)) {
                return true;
            }
            i = c.is(i, '(') ? c.close(i) + 1 : i + 1;
        }
        return false;
    }

    /** Without the {@code .*} that MySQL allows behind a target. */
    private int endOfTarget(int from) {
        int to = c.endOfName(from);
        return c.is(to - 1, '*') ? to - 2 : to;
    }

    void merge() {
        begin(Keyword.MERGE);
        modifiers();
        c.skip(Keyword.INTO);
        c.skip(Keyword.ONLY);
        int sources = scope.beginQuery();
        mergeTarget();
        if (c.skip(Keyword.USING)) {
            readers.tables.list(/* inSummary= */ false);
            whens();
        } else { // H2 and HSQLDB: MERGE INTO t (columns) KEY (columns) VALUES
            insertBody();
        }
        scope.endQuery(sources);
    }

    private void mergeTarget() {
        if (!c.isName(c.at)) {
            if (c.is('(') && isQueryBracket(c.at)) {
                writtenQuery();
            } else {
                facts.unparsed();
            }
            if (c.isName(c.at) && !c.is(Keyword.USING)) {
                c.next();
            }
            return;
        }
        int from = c.at;
        int to = c.endOfName(from);
        facts.summarize(c.name(from, to));
        c.at = to;
        targetSuffixes();
        long alias = c.simpleHash(to - 1);
        c.skip(Keyword.AS);
        if (c.isName(c.at)
                && !c.is(Keyword.USING)
                && !c.is(Keyword.KEY)
                && !c.is(Keyword.VALUES)
                && !c.is(Keyword.SELECT)
                && !c.is(Keyword.WITH)) {
            alias = c.simpleHash(c.at);
            c.next();
        }
        targetSuffixes();
        writesTo(from, to);
        scope.addSource(alias, c.name(from, to));
        if (c.is('(') && !isQueryBracket(c.at)) {
            c.skipBrackets();
        }
        if (c.is(Keyword.KEY)) {
            c.next();
            if (c.is('(')) {
                c.skipBrackets();
            }
        }
    }

    /** The branches of MERGE: whatever they do, they do it to the target. */
    private void whens() {
        while (!c.atLevelEnd()) {
            int before = c.at;
            switch (c.keyword()) {
                case WHEN:
                case THEN:
                case WHERE:
                case SET:
                case DELETE:
                case UPDATE:
                case INSERT:
                case VALUES:
                case BY:
                case NOTHING:
                case DEFAULT:
                    c.next();
                    if (c.is(before, Keyword.INSERT) && c.is('(')) {
                        c.skipBrackets();
                    }
                    c.skip('*');
                    break;
                case OUTPUT:
                    output();
                    break;
                case RETURNING:
                    returning();
                    break;
                case OPTION:
                    c.next();
                    if (c.is('(')) {
                        c.skipBrackets();
                    }
                    break;
                default:
                    if (c.isWord(c.at, "do")
                            || c.isWord(c.at, "matched")
                            || c.isWord(c.at, "source")
                            || c.isWord(c.at, "target")) {
                        c.next();
                    } else if (c.isWord(c.at, "log") && c.isWord(c.at + 1, "errors")) {
                        while (!c.atLevelEnd()) {
                            c.next();
                        }
                    } else {
                        readers.expressions.list();
                    }
                    break;
            }
            if (c.at == before) {
                return;
            }
        }
    }
}
