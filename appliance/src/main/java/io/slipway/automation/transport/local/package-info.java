/** Scripts on the machine that Slipway itself runs on. */
@NullMarked
package io.slipway.automation.transport.local;

import org.jspecify.annotations.NullMarked;
