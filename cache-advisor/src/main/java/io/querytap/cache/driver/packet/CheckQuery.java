package io.querytap.cache.driver.packet;

/** What both drivers are tried with, on MySQL and on MariaDB. */
public final class CheckQuery {
    /** A value of each type that a query without tables can have, and a row of nulls. It must not be answered with warnings. */
    public static final String SQL = "SELECT 7 AS a_number, -9223372036854775807 AS a_long,"
            + " 18446744073709551615 AS an_unsigned, 12345678901234567890.0123456789 AS a_decimal, 1.5e300 AS a_double,"
            + " 'text' AS a_text, '12' AS a_numeric_text, '2024-02-29' AS a_date_text, x'00ff10' AS some_bytes, b'1' AS a_bit,"
            + " TRUE AS a_truth, CAST('2024-02-29' AS date) AS a_date, CAST('12:34:56' AS time) AS a_time,"
            + " CAST('2024-03-31 02:30:00' AS datetime) AS a_datetime, CAST('ab' AS binary(4)) AS fixed_bytes, NULL AS nothing"
            + " UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL";

    private CheckQuery() {}
}
