/** The format of Ansible Vault: text that only a password opens. */
@NullMarked
package io.slipway.common.crypto.vault;

import org.jspecify.annotations.NullMarked;
