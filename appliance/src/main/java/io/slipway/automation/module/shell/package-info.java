/** How modules speak with a node's shell: words that are quoted, probes that answer in fields, steps that change something. */
@NullMarked
package io.slipway.automation.module.shell;

import org.jspecify.annotations.NullMarked;
