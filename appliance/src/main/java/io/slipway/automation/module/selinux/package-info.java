/** Modules of SELinux: its mode, and what nodes add to its policy. */
@NullMarked
package io.slipway.automation.module.selinux;

import org.jspecify.annotations.NullMarked;
