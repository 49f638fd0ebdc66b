package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** Reads the URLs of one vendor's drivers. Implementations are stateless apart from the product they are for. */
interface UrlFamily {
    /** What is known from the sub-protocol alone. */
    Product product();

    /** @param location the URL after the sub-protocol and its colon, any text */
    DatabaseIdentity identify(String location, Properties properties);
}
