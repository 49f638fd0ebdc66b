package io.querytap.scenarios.mybatis;

import java.util.List;
import org.apache.ibatis.annotations.Flush;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Many;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Result;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.executor.BatchResult;

/** Statements of the shop. */
interface CustomerMapper {
    @Select("SELECT id FROM customer ORDER BY id")
    List<Long> ids();

    @Select("SELECT sum(total) FROM purchase WHERE customer_id = #{customer}")
    long total(@Param("customer") long customer);

    /** Each customer's orders come by a query of their own. */
    @Select("SELECT id, name FROM customer ORDER BY id")
    @Result(property = "id", column = "id")
    @Result(property = "orders", column = "id", many = @Many(select = "orders"))
    List<CustomerRow> withOrders();

    @Select("SELECT id FROM purchase WHERE customer_id = #{customer}")
    List<Long> orders(@Param("customer") long customer);

    @Select("SELECT c.id FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE c.state = #{state}")
    List<Long> ofOrders(@Param("state") String state);

    @Select({
        "<script>",
        "SELECT sum(total) FROM purchase WHERE customer_id IN",
        "<foreach item='id' collection='ids' open='(' separator=',' close=')'>#{id}</foreach>",
        "GROUP BY customer_id",
        "</script>"
    })
    List<Long> totals(@Param("ids") List<Long> ids);

    @Insert("INSERT INTO note (body) VALUES (#{body})")
    int note(@Param("body") String body);

    @Flush
    List<BatchResult> flush();
}
