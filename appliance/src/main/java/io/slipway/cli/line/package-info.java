/** The words of a command line: commands declare what they take, and get it read, checked and explained. Nothing here prints. */
@NullMarked
package io.slipway.cli.line;

import org.jspecify.annotations.NullMarked;
