/** The wing that takes artefacts from upstream and gives them out inside the air gap. */
@NullMarked
package io.slipway.mirror;

import org.jspecify.annotations.NullMarked;
