/** How a run looks: the events of the engine as text for people and as JSON for programs. */
@NullMarked
package io.slipway.cli.output;

import org.jspecify.annotations.NullMarked;
