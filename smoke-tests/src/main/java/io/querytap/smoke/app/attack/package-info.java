/** What would make a cache of results lie, done by a plain application that knows of none. */
package io.querytap.smoke.app.attack;
