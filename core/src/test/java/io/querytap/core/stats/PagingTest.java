package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.SqlModes;
import org.junit.jupiter.api.Test;

class PagingTest {
    private static PatternStats pattern(String sql) {
        return new PatternRegistry(10)
                .of(DatabaseIdentity.UNKNOWN)
                .inModes(SqlModes.UNKNOWN)
                .find(sql);
    }

    @Test
    void paging_parameters_areCountedFromTheEnd() {
        Paging paging = pattern("select a from t where b in (?, ?, ?) and c = ? limit ? offset ?")
                .paging();
        assertThat(paging.isLimited()).isTrue();
        assertThat(paging.hasParameters()).isTrue();
        assertThat(paging.offsetBehind()).isZero();
        assertThat(paging.isBound(0)).isTrue();
        assertThat(paging.isBound(1)).isTrue();
        assertThat(paging.isBound(2)).isFalse();
        assertThat(paging.isBound(64)).isFalse(); // a shift by that much is one by nothing
        assertThat(paging.hasLiteralOffset()).isFalse();
    }

    @Test
    void paging_offsetBeforeTheCount_isFound() {
        Paging paging =
                pattern("select a from t offset ? rows fetch next ? rows only").paging();
        assertThat(paging.offsetBehind()).isEqualTo(1);
        assertThat(paging.isLimited()).isTrue();
    }

    @Test
    void paging_literals_areNoParameters() {
        Paging paging =
                pattern("select a from t where b = ? limit 10 offset 20").paging();
        assertThat(paging.isLimited()).isTrue();
        assertThat(paging.hasParameters()).isFalse();
        assertThat(paging.offsetBehind()).isEqualTo(Paging.NO_PARAMETER);
        assertThat(paging.hasLiteralOffset()).isTrue();
    }

    @Test
    void paging_offsetAlone_limitsNothing() {
        Paging paging = pattern("select a from t offset ?").paging();
        assertThat(paging.isLimited()).isFalse();
        assertThat(paging.offsetBehind()).isZero();
    }

    @Test
    void paging_boundInSubqueryOrNone_isNone() {
        assertThat(pattern("select a from t where b = ?").paging()).isSameAs(Paging.NONE);
        assertThat(pattern("select a from (select a from t limit ?) x").paging().isLimited())
                .isFalse();
    }

    @Test
    void insertsValues_rowsOfValuesOnly() {
        assertThat(pattern("insert into t (a, b) values (?, ?)").insertsValues())
                .isTrue();
        assertThat(pattern("INSERT INTO t VALUES (1)").insertsValues()).isTrue();
        assertThat(pattern("insert into t select a from u").insertsValues()).isFalse();
        assertThat(pattern("update t set a = ?").insertsValues()).isFalse();
    }
}
