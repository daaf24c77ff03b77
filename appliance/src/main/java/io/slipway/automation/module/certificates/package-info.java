/** Modules that keep private keys, certificate signing requests and certificates on nodes. */
@NullMarked
package io.slipway.automation.module.certificates;

import org.jspecify.annotations.NullMarked;
