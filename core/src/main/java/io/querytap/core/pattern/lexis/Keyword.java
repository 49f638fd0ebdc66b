package io.querytap.core.pattern.lexis;

/**
 * The words that steer normalising and fact finding; every other word is {@link #NONE}. Most of them are not reserved in some
 * dialect, so each use also looks at the position.
 */
public enum Keyword {
    NONE(0),

    // first words of a statement
    ALTER(Flag.VERB),
    ANALYZE(Flag.VERB),
    ATTACH(Flag.VERB),
    BEGIN(Flag.VERB),
    CALL(Flag.VERB | Flag.BEFORE_OPERAND),
    CHECKPOINT(Flag.VERB),
    CLOSE(Flag.VERB),
    CLUSTER(Flag.VERB),
    COMMENT(Flag.VERB),
    COMMIT(Flag.VERB),
    CONNECT(Flag.VERB),
    COPY(Flag.VERB),
    CREATE(Flag.VERB),
    DEALLOCATE(Flag.VERB),
    DECLARE(Flag.VERB),
    DELETE(Flag.VERB | Flag.BEFORE_OPERAND),
    DESC(Flag.VERB),
    DESCRIBE(Flag.VERB),
    DETACH(Flag.VERB),
    DISCARD(Flag.VERB),
    DO(Flag.VERB),
    DROP(Flag.VERB),
    END(Flag.VERB),
    EXEC(Flag.VERB | Flag.BEFORE_OPERAND),
    EXECUTE(Flag.VERB | Flag.BEFORE_OPERAND),
    EXPLAIN(Flag.VERB),
    FETCH(Flag.VERB | Flag.BEFORE_OPERAND | Flag.ENDS_FROM),
    FLUSH(Flag.VERB),
    FROM(Flag.BEFORE_OPERAND),
    GRANT(Flag.VERB),
    HANDLER(Flag.VERB),
    INSERT(Flag.VERB | Flag.BEFORE_OPERAND),
    KILL(Flag.VERB),
    LISTEN(Flag.VERB),
    LOAD(Flag.VERB),
    LOCK(Flag.VERB),
    MERGE(Flag.VERB | Flag.BEFORE_OPERAND),
    MOVE(Flag.VERB),
    NOTIFY(Flag.VERB),
    OPTIMIZE(Flag.VERB),
    PRAGMA(Flag.VERB),
    PREPARE(Flag.VERB),
    REFRESH(Flag.VERB),
    REINDEX(Flag.VERB),
    RELEASE(Flag.VERB),
    RENAME(Flag.VERB),
    REPLACE(Flag.VERB | Flag.BEFORE_OPERAND),
    RESET(Flag.VERB),
    REVOKE(Flag.VERB),
    ROLLBACK(Flag.VERB),
    SAVE(Flag.VERB),
    SAVEPOINT(Flag.VERB),
    SELECT(Flag.VERB | Flag.BEFORE_OPERAND),
    SET(Flag.VERB | Flag.BEFORE_OPERAND),
    SHOW(Flag.VERB),
    START(Flag.VERB),
    TRUNCATE(Flag.VERB | Flag.BEFORE_OPERAND),
    UNLISTEN(Flag.VERB),
    UNLOCK(Flag.VERB),
    UPDATE(Flag.VERB | Flag.BEFORE_OPERAND),
    UPSERT(Flag.VERB),
    USE(Flag.VERB | Flag.BEFORE_OPERAND),
    VACUUM(Flag.VERB),
    VALUES(Flag.VERB | Flag.BEFORE_OPERAND | Flag.ENDS_FROM),
    WITH(0),

    // clauses and operators after which a value may stand
    ALL(Flag.BEFORE_OPERAND),
    AND(Flag.BEFORE_OPERAND),
    ANY(Flag.BEFORE_OPERAND),
    AS(Flag.BEFORE_OPERAND),
    BETWEEN(Flag.BEFORE_OPERAND),
    BY(Flag.BEFORE_OPERAND),
    CASE(Flag.BEFORE_OPERAND),
    DEFAULT(Flag.BEFORE_OPERAND),
    DISTINCT(Flag.BEFORE_OPERAND),
    DIV(Flag.BEFORE_OPERAND),
    ELSE(Flag.BEFORE_OPERAND),
    ESCAPE(Flag.BEFORE_OPERAND),
    EXCEPT(Flag.BEFORE_OPERAND | Flag.SET_OPERATOR),
    FIRST(Flag.BEFORE_OPERAND),
    HAVING(Flag.BEFORE_OPERAND | Flag.ENDS_FROM),
    ILIKE(Flag.BEFORE_OPERAND),
    IN(Flag.BEFORE_OPERAND),
    INTERSECT(Flag.BEFORE_OPERAND | Flag.SET_OPERATOR),
    INTERVAL(Flag.BEFORE_OPERAND | Flag.TYPED_LITERAL),
    IS(Flag.BEFORE_OPERAND),
    LIKE(Flag.BEFORE_OPERAND),
    LIMIT(Flag.BEFORE_OPERAND | Flag.ENDS_FROM),
    MINUS(Flag.BEFORE_OPERAND | Flag.SET_OPERATOR),
    MOD(Flag.BEFORE_OPERAND),
    NEXT(Flag.BEFORE_OPERAND),
    NOT(Flag.BEFORE_OPERAND),
    OFFSET(Flag.BEFORE_OPERAND | Flag.ENDS_FROM),
    ON(Flag.BEFORE_OPERAND),
    OR(Flag.BEFORE_OPERAND),
    REGEXP(Flag.BEFORE_OPERAND),
    RETURN(Flag.BEFORE_OPERAND),
    RETURNING(Flag.BEFORE_OPERAND | Flag.ENDS_FROM),
    RETURNS(Flag.BEFORE_OPERAND),
    RLIKE(Flag.BEFORE_OPERAND),
    SOME(Flag.BEFORE_OPERAND),
    THEN(Flag.BEFORE_OPERAND),
    TO(Flag.BEFORE_OPERAND),
    TOP(Flag.BEFORE_OPERAND),
    UNION(Flag.BEFORE_OPERAND | Flag.SET_OPERATOR),
    USING(Flag.BEFORE_OPERAND),
    WHEN(Flag.BEFORE_OPERAND),
    WHERE(Flag.BEFORE_OPERAND | Flag.ENDS_FROM),
    XOR(Flag.BEFORE_OPERAND),

    // clauses that end a list of tables
    CONNECT_BY_ROOT(Flag.BEFORE_OPERAND),
    FOR(Flag.ENDS_FROM),
    GROUP(Flag.ENDS_FROM),
    MODEL(Flag.ENDS_FROM),
    OPTION(Flag.ENDS_FROM),
    ORDER(Flag.ENDS_FROM),
    PREWHERE(Flag.ENDS_FROM | Flag.BEFORE_OPERAND),
    QUALIFY(Flag.ENDS_FROM | Flag.BEFORE_OPERAND),
    SETTINGS(Flag.ENDS_FROM),
    WINDOW(Flag.ENDS_FROM),

    // words that make a literal of the one after them
    DATE(Flag.TYPED_LITERAL),
    TIME(Flag.TYPED_LITERAL),
    TIMESTAMP(Flag.TYPED_LITERAL),
    TIMESTAMPTZ(Flag.TYPED_LITERAL),
    ARRAY(Flag.TYPED_LITERAL),
    ROW(Flag.TYPED_LITERAL),

    // words around joins and tables
    ANTI(0),
    ASOF(0),
    CROSS(0),
    FINAL(0),
    FULL(0),
    INDEXED(0),
    INNER(0),
    KEY(0),
    LEFT(0),
    MATCH_RECOGNIZE(0),
    ORDINALITY(0),
    OUTER(0),
    PARTITION(0),
    PIVOT(0),
    RIGHT(0),
    SAMPLE(0),
    SEMI(0),
    SYSTEM_TIME(0),
    TABLESAMPLE(0),
    UNPIVOT(0),

    // words of further clauses

    CASCADE(0),
    CONFLICT(0),
    CURSOR(0),
    DISTRIBUTE(0),
    DUPLICATE(0),
    EXCLUDE(0),
    FILTER(0),

    JSON(0),
    KEEP(0),
    MATCHED(0),
    MODE(0),
    NO(0),
    NOTHING(0),
    OF(0),
    OVER(0),
    OVERRIDING(0),
    PERCENT(0),
    READ(0),
    ROWS(0),
    SEARCH(0),
    SHARE(0),
    SIBLINGS(0),
    SKIP(0),
    SORT(0),
    TIES(0),
    WITHIN(0),
    XML(0),
    ZONE(0),

    // words between SELECT and its list
    DISTINCTROW(Flag.BEFORE_OPERAND),
    HIGH_PRIORITY(Flag.BEFORE_OPERAND),
    SQL_BIG_RESULT(Flag.BEFORE_OPERAND),
    SQL_BUFFER_RESULT(Flag.BEFORE_OPERAND),
    SQL_CACHE(Flag.BEFORE_OPERAND),
    SQL_CALC_FOUND_ROWS(Flag.BEFORE_OPERAND),
    SQL_NO_CACHE(Flag.BEFORE_OPERAND),
    SQL_SMALL_RESULT(Flag.BEFORE_OPERAND),

    // words with syntax of their own in expressions
    AT(0),
    CAST(0),
    COLLATE(0),
    CONVERT(0),
    CURRENT(0),
    NEXTVAL(0),
    CURRVAL(0),
    PREVIOUS(0),
    PRIOR(Flag.BEFORE_OPERAND),
    TRY_CAST(0),

    // functions that are called without brackets
    CURRENT_CATALOG(Flag.BARE_FUNCTION),
    CURRENT_DATE(Flag.BARE_FUNCTION),
    CURRENT_DATETIME(Flag.BARE_FUNCTION),
    CURRENT_ROLE(Flag.BARE_FUNCTION),
    CURRENT_SCHEMA(Flag.BARE_FUNCTION),
    CURRENT_TIME(Flag.BARE_FUNCTION),
    CURRENT_TIMESTAMP(Flag.BARE_FUNCTION),
    CURRENT_USER(Flag.BARE_FUNCTION),
    LOCALTIME(Flag.BARE_FUNCTION),
    LOCALTIMESTAMP(Flag.BARE_FUNCTION),
    SESSION_USER(Flag.BARE_FUNCTION),
    SYSDATE(Flag.BARE_FUNCTION),
    SYSTEM_USER(Flag.BARE_FUNCTION),
    SYSTIMESTAMP(Flag.BARE_FUNCTION),
    UTC_DATE(Flag.BARE_FUNCTION),
    UTC_TIME(Flag.BARE_FUNCTION),
    UTC_TIMESTAMP(Flag.BARE_FUNCTION),

    // values
    FALSE(0),
    NULL(0),
    TRUE(0),

    // words that the readers of facts look for
    APPLY(Flag.BEFORE_OPERAND),
    CONCURRENTLY(0),
    EXISTS(Flag.BEFORE_OPERAND),
    IF(0),
    IGNORE(0),
    INTO(Flag.BEFORE_OPERAND),
    JOIN(Flag.BEFORE_OPERAND),
    LATERAL(Flag.BEFORE_OPERAND),
    LOW_PRIORITY(0),
    MATERIALIZED(Flag.DEFINITION_MODIFIER),
    NATURAL(0),
    OJ(0),
    ONLY(Flag.BEFORE_OPERAND),
    OUTPUT(0),
    OVERWRITE(0),
    QUICK(0),
    RECURSIVE(0),
    STRAIGHT_JOIN(Flag.BEFORE_OPERAND),
    VALUE(0),

    // kinds of objects
    DATABASE(Flag.OBJECT_KIND),
    FUNCTION(Flag.OBJECT_KIND),
    INDEX(Flag.OBJECT_KIND),
    LOGIN(Flag.OBJECT_KIND),
    PACKAGE(Flag.OBJECT_KIND),
    PROC(Flag.OBJECT_KIND),
    PROCEDURE(Flag.OBJECT_KIND),
    ROLE(Flag.OBJECT_KIND),
    SCHEMA(Flag.OBJECT_KIND),
    SEQUENCE(Flag.OBJECT_KIND),
    SYNONYM(Flag.OBJECT_KIND),
    TABLE(Flag.OBJECT_KIND | Flag.BEFORE_OPERAND),
    TABLES(0),
    TRIGGER(Flag.OBJECT_KIND),
    TYPE(Flag.OBJECT_KIND),
    USER(Flag.OBJECT_KIND),
    VIEW(Flag.OBJECT_KIND),

    // words between CREATE and the kind of object
    BITMAP(Flag.DEFINITION_MODIFIER),
    CLUSTERED(Flag.DEFINITION_MODIFIER),
    EDITIONABLE(Flag.DEFINITION_MODIFIER),
    EXTERNAL(Flag.DEFINITION_MODIFIER),
    FORCE(Flag.DEFINITION_MODIFIER),
    FOREIGN(Flag.DEFINITION_MODIFIER),
    FULLTEXT(Flag.DEFINITION_MODIFIER),
    GLOBAL(Flag.DEFINITION_MODIFIER),
    LOCAL(Flag.DEFINITION_MODIFIER),
    NONCLUSTERED(Flag.DEFINITION_MODIFIER),
    PUBLIC(Flag.DEFINITION_MODIFIER),
    SPATIAL(Flag.DEFINITION_MODIFIER),
    TEMP(Flag.DEFINITION_MODIFIER),
    TEMPORARY(Flag.DEFINITION_MODIFIER),
    TRANSIENT(Flag.DEFINITION_MODIFIER),
    UNIQUE(Flag.DEFINITION_MODIFIER),
    UNLOGGED(Flag.DEFINITION_MODIFIER),
    VIRTUAL(Flag.DEFINITION_MODIFIER),

    // words around names and secrets that are masked
    FORMAT(0),
    IDENTIFIED(0),
    OLD_PASSWORD(0),
    OUT(0),
    PASSWORD(0),
    RECOMPILE(0),
    TRAN(0),
    TRANSACTION(0),
    WORK(0);

    /** Power of two, at least four times the number of words, so that a miss ends at the first probe as a rule. */
    private static final int SLOTS = 2048;

    private static final Keyword[] TABLE_BY_HASH = new Keyword[SLOTS];

    static {
        for (Keyword keyword : values()) {
            if (keyword != NONE) {
                int slot = slot(keyword.hash);
                while (TABLE_BY_HASH[slot] != null) {
                    slot = slot + 1 & SLOTS - 1;
                }
                TABLE_BY_HASH[slot] = keyword;
            }
        }
    }

    /** A value, thus a sign that belongs to a number, may follow. */
    public final boolean beforeOperand;

    /** Known as the first word of a statement. */
    public final boolean verb;

    public final boolean endsFrom;
    public final boolean setOperator;
    public final boolean typedLiteral;

    /** What CREATE creates. */
    public final boolean objectKind;

    public final boolean definitionModifier;

    /** Called without brackets in most dialects. */
    public final boolean bareFunction;

    private final long hash;

    Keyword(int flags) {
        beforeOperand = (flags & Flag.BEFORE_OPERAND) != 0;
        verb = (flags & Flag.VERB) != 0;
        endsFrom = (flags & Flag.ENDS_FROM) != 0;
        setOperator = (flags & Flag.SET_OPERATOR) != 0;
        typedLiteral = (flags & Flag.TYPED_LITERAL) != 0;
        objectKind = (flags & Flag.OBJECT_KIND) != 0;
        definitionModifier = (flags & Flag.DEFINITION_MODIFIER) != 0;
        bareFunction = (flags & Flag.BARE_FUNCTION) != 0;
        hash = PatternHash.folded(name(), 0, name().length());
    }

    /** The keyword with this {@linkplain PatternHash#folded folded} hash; 64 bits are taken as equality. */
    public static Keyword of(long hash) {
        int slot = slot(hash);
        for (Keyword found = TABLE_BY_HASH[slot]; found != null; found = TABLE_BY_HASH[slot]) {
            if (found.hash == hash) {
                return found;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return NONE;
    }

    private static int slot(long hash) {
        return (int) (hash ^ hash >>> 32) & SLOTS - 1;
    }

    /** In a class of its own because an enum's constants are made before its static fields. */
    private static final class Flag {
        static final int BEFORE_OPERAND = 1;
        static final int VERB = 2;
        static final int ENDS_FROM = 4;
        static final int SET_OPERATOR = 8;
        static final int TYPED_LITERAL = 16;
        static final int OBJECT_KIND = 32;
        static final int DEFINITION_MODIFIER = 64;
        static final int BARE_FUNCTION = 128;
    }
}
