/**
 * What people look at, looked at by a browser: the report from disk, the live console under load, the comparison of two reports. Skipped with
 * a reason where no Chromium is installed; {@code -Dquerytap.test.browser=required} makes that a failure.
 */
package io.querytap.smoke.page;
