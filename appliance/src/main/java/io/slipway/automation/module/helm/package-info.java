/** Releases and repositories of Helm: what {@code kubernetes.core} does with the {@code helm} of a node. */
@NullMarked
package io.slipway.automation.module.helm;

import org.jspecify.annotations.NullMarked;
