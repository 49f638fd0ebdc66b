/** The live page and its API: who may ask what, answers from documents that are made on request, and changes to the result cache. */
@NullMarked
package io.querytap.agent.console;

import org.jspecify.annotations.NullMarked;
