/** An application, as call sites see it. */
package shop;
