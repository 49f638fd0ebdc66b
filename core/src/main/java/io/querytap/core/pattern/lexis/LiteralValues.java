package io.querytap.core.pattern.lexis;

/**
 * The literal values of a text as one hash, to tell two texts of one pattern that hold other values from two that are only
 * written otherwise: with another comment, another length of a list of binds, another page.
 *
 * <p>Where it is not sure that something is a value, it is left out: then two texts count as one rather than one as two.
 */
public final class LiteralValues {
    /** The hash of a text without any value. */
    public static final long NONE = 0;

    /** Stands for a hash that happens to be {@link #NONE}. */
    private static final long SUBSTITUTE = 1;

    private LiteralValues() {}

    /**
     * Strings and numbers in their order, without those that say which page of a result is wanted.
     *
     * @return {@link #NONE} where there are none, and for a text that cannot be understood to its end
     */
    public static long hash(String sql, DialectRules rules) {
        Lexer lexer = new Lexer(sql, rules);
        boolean found = false;
        boolean paging = false;
        long hash = PatternHash.SEED;
        while (lexer.next() != Lexer.Kind.END) {
            switch (lexer.kind) {
                case NUMBER:
                case STRING:
                    if (!paging && !lexer.inHint) {
                        found = true;
                        hash = PatternHash.combine(hash, PatternHash.exact(sql, lexer.start, lexer.end));
                    }
                    break;
                case NAME_OR_STRING:
                    paging = false;
                    if (rules.doubleQuote == DialectRules.DoubleQuote.STRING) {
                        found = true;
                        hash = PatternHash.combine(hash, PatternHash.exact(sql, lexer.start, lexer.end));
                    }
                    break;
                case PUNCTUATION:
                    paging &= lexer.symbol == ',' || lexer.symbol == '(';
                    break;
                case BIND:
                    break;
                default:
                    paging = isPaging(lexer.keyword);
                    break;
            }
        }
        if (!found || lexer.malformed) {
            return NONE;
        }
        long finished = PatternHash.finish(hash);
        return finished == NONE ? SUBSTITUTE : finished;
    }

    /** A number directly behind one of these chooses rows of a result, not data. */
    private static boolean isPaging(Keyword keyword) {
        switch (keyword) {
            case FIRST:
            case LIMIT:
            case NEXT:
            case OFFSET:
            case TOP:
                return true;
            default:
                return false;
        }
    }
}
