/** Vault passwords, from wherever they come, and the files that they open. */
@NullMarked
package io.slipway.automation.vault;

import org.jspecify.annotations.NullMarked;
