/** The command line: commands, progress, exit codes, and the one place where everything is wired together. Only this package prints. */
@NullMarked
package io.slipway.cli;

import org.jspecify.annotations.NullMarked;
