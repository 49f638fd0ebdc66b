/** Grafana's dashboards as code: what they show, written once, instead of thousands of lines of JSON. */
@NullMarked
package io.querytap.deploy;

import org.jspecify.annotations.NullMarked;
