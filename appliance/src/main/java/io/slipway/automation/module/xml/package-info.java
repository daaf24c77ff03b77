/** Edits XML files of nodes, on this side, by XPath. */
@NullMarked
package io.slipway.automation.module.xml;

import org.jspecify.annotations.NullMarked;
