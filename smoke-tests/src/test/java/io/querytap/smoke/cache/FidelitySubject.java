package io.querytap.smoke.cache;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** A driver with a database of types, whose results are given back and compared. */
interface FidelitySubject {
    /** For people, such as {@code pgjdbc 42.7.7}. */
    String name();

    /** Which {@link TypeFile}. */
    String types();

    /** Ways in which results can come; each is compared. */
    List<Transfer> transfers();

    /** A connection of the driver itself, in autocommit. */
    Connection connect(Properties properties) throws SQLException;
}
