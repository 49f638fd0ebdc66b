/** What the scenarios share: a small shop in a database of its own, the libraries that reach it, and variations that change no verdict. */
@NullMarked
package io.querytap.scenarios.shop;

import org.jspecify.annotations.NullMarked;
