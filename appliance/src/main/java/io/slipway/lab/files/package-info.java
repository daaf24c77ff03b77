/** Small things that a lab does with files: whole trees away, tars for nodes, files that only their owner may read. */
@NullMarked
package io.slipway.lab.files;

import org.jspecify.annotations.NullMarked;
