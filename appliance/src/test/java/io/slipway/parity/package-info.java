/**
 * Slipway beside Ansible: the same content, the same words.
 *
 * <p>Each file under {@code src/test/parity} is one case: content, commands, and what Ansible said and left on disk. The goldens are
 * written by real Ansible (tag {@code full}); every change is held against them without it.
 */
@NullMarked
package io.slipway.parity;

import org.jspecify.annotations.NullMarked;
