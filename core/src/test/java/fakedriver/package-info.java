/** A driver, as call sites see it. */
package fakedriver;
