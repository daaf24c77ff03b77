/** Tasks that go on in the background of a node: {@code async}. */
@NullMarked
package io.slipway.automation.module.job;

import org.jspecify.annotations.NullMarked;
